'use strict';

// The program is TypeScript over several packages. It is bundled once, and
// anew only when one of the files it was made of has changed: a bundle starts
// in a fraction of the time that compiling each file takes.

const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '../../..');
const dist = path.resolve(__dirname, '../dist');
const entryPoints = {
  gitops: path.resolve(__dirname, '../src/index.ts'),
  compatibility: path.resolve(__dirname, '../src/compatibility/index.ts'),
  bench: path.resolve(__dirname, '../src/bench/index.ts'),
  'drift-side': path.resolve(__dirname, '../src/bench/drift/side.ts'),
  charts: path.resolve(__dirname, '../src/compatibility/charts/index.ts'),
};

exports.root = root;

const bundleOf = name => path.join(dist, `${name}.cjs`);

exports.bundleFile = bundleOf;

exports.loadProgram = function loadProgram(name) {
  const bundleFile = bundleOf(name);
  const stampFile = path.join(dist, `${name}.json`);
  if (!isCurrent(bundleFile, stampFile)) {
    try {
      build(entryPoints[name], bundleFile, stampFile);
    } catch {
      // esbuild has told what is wrong, and where.
      process.stderr.write('gitops: the program could not be bundled\n');
      process.exit(2);
    }
  }
  require('node:module').enableCompileCache?.(path.join(dist, 'compiled'));
  return require(bundleFile);
};

function isCurrent(bundleFile, stampFile) {
  try {
    const stamp = JSON.parse(fs.readFileSync(stampFile, 'utf8'));
    return (
      fs.existsSync(bundleFile) &&
      Object.entries(stamp).every(([file, key]) => keyOf(file) === key)
    );
  } catch {
    return false;
  }
}

function keyOf(file) {
  const { mtimeMs, size } = fs.statSync(path.join(root, file));
  return `${mtimeMs} ${size}`;
}

function build(entryPoint, bundleFile, stampFile) {
  process.stderr.write('gitops: bundling the program (once)\n');
  fs.mkdirSync(dist, { recursive: true });
  const { metafile } = require('esbuild').buildSync({
    entryPoints: [entryPoint],
    outfile: `${bundleFile}.${process.pid}`,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    metafile: true,
    logLevel: 'error',
    // 18 MB of generated code, loaded only where a kubeconfig is in use.
    external: ['@aws-cdk/*', '@kubernetes/client-node'],
  });
  const stamp = Object.fromEntries(
    Object.keys(metafile.inputs)
      .filter(file => !file.includes(':'))
      .concat('yarn.lock')
      .map(file => [file, keyOf(file)]),
  );
  // Renamed into place, so that another run never loads half of it.
  fs.writeFileSync(`${stampFile}.${process.pid}`, JSON.stringify(stamp));
  fs.renameSync(`${bundleFile}.${process.pid}`, bundleFile);
  fs.renameSync(`${stampFile}.${process.pid}`, stampFile);
}

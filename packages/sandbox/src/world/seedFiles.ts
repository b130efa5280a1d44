import fs from 'node:fs';
import path from 'node:path';
import { Files } from '../history/Edit';

const seedDirectory = path.join(
  path.dirname(require.resolve('@backstage-gitops/sandbox/package.json')),
  'seed',
);

/** A repository's first files, from this package's `seed` folder. */
export function readSeedFiles(repository: string): Files {
  const root = path.join(seedDirectory, repository);
  const files = fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name));
  return new Map(
    files
      .sort()
      .map(file => [
        path.relative(root, file).split(path.sep).join('/'),
        fs.readFileSync(file, 'utf8'),
      ]),
  );
}

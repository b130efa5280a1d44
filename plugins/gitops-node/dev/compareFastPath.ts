// Compares what the history index knows of sampled commits with a full parse
// of the same files.
//
//   yarn workspace @backstage-gitops/plugin-gitops-node compare:history REPO [COMMITS]

import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseGitSource } from '../src/git/GitSource';
import { Mirror } from '../src/git/Mirror';
import { ObjectReader } from '../src/git/ObjectReader';
import { parseVersionFacts } from '../src/manifests/parseVersionFacts';
import { HistoryIndex } from '../src/history/HistoryIndex';
import { absent } from '../src/history/PathHistory';

const selector = {
  keys: new Set(['image_tag']),
  isSelected: (file: string) =>
    /\.ya?ml$/.test(file) || file.startsWith('charts/app-config/image-tags/'),
};

interface Comparison {
  readonly commits: number;
  readonly blobs: number;
  readonly facts: number;
  readonly unknown: number;
  /** Files whose facts the index has otherwise than a full parse. */
  readonly different: readonly string[];
}

async function compare(
  mirror: Mirror,
  objects: ObjectReader,
  wanted: number,
): Promise<Comparison> {
  const [tip] = Object.values(mirror.revisions);
  const index = new HistoryIndex({
    gitDirectory: mirror.directory,
    environment: mirror.environment,
    selector,
  });
  await index.read(tip);
  const { graph } = index;
  const step = Math.max(1, Math.floor(graph.chainLength / wanted));
  const different: string[] = [];
  let [commits, blobs, facts, unknown] = [0, 0, 0, 0];
  for (let position = 0; position < graph.chainLength; position += step) {
    const commit = graph.commitAt(position);
    commits += 1;
    for (const file of index.changedBy(commit)) {
      const blob = file.blobAt(graph, position);
      if (!index.isSelected(file.path) || blob === absent) continue;
      const id = index.blobId(blob);
      const text = await objects.readText(id);
      const full =
        text === undefined || text.includes('\0')
          ? undefined
          : parseVersionFacts(text, selector);
      const known = index.facts.isKnown(blob);
      blobs += 1;
      facts += full?.length ?? 0;
      if (!known) {
        unknown += 1;
        continue;
      }
      const mine = index.facts.all(blob).map(({ key, value, line }) => ({
        document: index.facts.documentOf(key),
        field: index.facts.fieldOf(key),
        value,
        line,
      }));
      if (sorted(mine) !== sorted(full ?? [])) {
        different.push(`${graph.ids.text(commit)}:${file.path}`);
      }
    }
  }
  return { commits, blobs, facts, unknown, different };
}

/** An anchor's fact may stand elsewhere in the list than in the text. */
function sorted(facts: readonly object[]): string {
  return facts
    .map(fact => JSON.stringify(fact, ['document', 'field', 'value', 'line']))
    .sort()
    .join('\n');
}

async function main(repository: string, wanted: number): Promise<number> {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'gitops-compare-'));
  try {
    const mirror = await Mirror.open({
      source: parseGitSource(repository),
      directory,
    });
    await mirror.refresh();
    const objects = mirror.objects();
    const result = await compare(mirror, objects, wanted);
    objects.close();
    process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
    return result.different.length > 0 ? 1 : 0;
  } finally {
    await fs.rm(directory, { recursive: true });
  }
}

const [repository, wanted = '1000'] = process.argv.slice(2);
if (repository === undefined) {
  process.stderr.write('usage: compareFastPath.ts REPO [COMMITS]\n');
  process.exitCode = 2;
} else {
  // Yarn runs this in the package's folder; a path is meant from the person's.
  process.chdir(process.env.INIT_CWD ?? '.');
  main(repository, Number(wanted)).then(
    code => {
      process.exitCode = code;
    },
    error => {
      process.stderr.write(`${error}\n`);
      process.exitCode = 2;
    },
  );
}

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { CommitGraph, mainRef } from '../history/commitGraph';
import { composeWorld, createWorld, midnight } from './createWorld';

const end = new Date('2026-11-20T00:00:00Z');
const day = 24 * 60 * 60;

function repository(graphs: Map<string, CommitGraph>, name: string) {
  const graph = graphs.get(`quillmoor/${name}`);
  if (!graph) throw new Error(`No repository ${name}`);
  return graph;
}

/** The commits that main can reach; others are heads of pull requests. */
function reachable({ commits }: CommitGraph) {
  const tip = commits.filter(commit => commit.ref === mainRef).pop();
  const seen = new Set<number>();
  const queue = tip ? [tip.mark] : [];
  for (let mark = queue.pop(); mark !== undefined; mark = queue.pop()) {
    if (seen.has(mark)) continue;
    seen.add(mark);
    queue.push(...commits[mark - 1].parents);
  }
  return commits.filter(({ mark }) => seen.has(mark));
}

function version(graph: CommitGraph, file: string): string {
  const text = graph.files.get(file) ?? '';
  return /\b(?:newTag|tag): (v?\d\S*)/.exec(text)?.[1] ?? `none in ${file}`;
}

describe('the world', () => {
  const world = composeWorld(end);
  const platform = repository(world, 'platform-config');
  const shop = repository(world, 'shop-deploy');

  it('has about 1,500 commits over eighteen months', () => {
    const commits = [...reachable(platform), ...reachable(shop)];
    expect(commits.length).toBeGreaterThan(1400);
    expect(commits.length).toBeLessThan(1650);
    const times = commits.map(commit => commit.committedAt);
    expect(Math.max(...times)).toBeLessThan(end.getTime() / 1000);
    expect(end.getTime() / 1000 - Math.max(...times)).toBeLessThan(4 * day);
    expect(end.getTime() / 1000 - Math.min(...times)).toBeGreaterThan(
      540 * day,
    );
  });

  it('has time going forward on the main branch', () => {
    for (const graph of world.values()) {
      const main = graph.commits.filter(commit => commit.ref === mainRef);
      main.slice(1).forEach((commit, index) => {
        expect(commit.committedAt).toBeGreaterThanOrEqual(
          main[index].committedAt,
        );
      });
    }
  });

  it('lands changes in every way that a forge knows', () => {
    const messages = reachable(platform).map(commit => commit.message);
    const count = (pattern: RegExp) =>
      messages.filter(message => pattern.test(message)).length;
    expect(count(/^Merge pull request #\d+ from quillmoor\//)).toBeGreaterThan(
      50,
    );
    expect(count(/^.* \(#\d+\)$/m)).toBeGreaterThan(50);
    expect(count(/^Run payments \S+ in development$/m)).toBeGreaterThan(40);
    expect(count(/^Revert "Promote payments /)).toBeGreaterThan(0);
  });

  it('leaves payments rolled back in production, behind staging', () => {
    const production = 'apps/payments/production/base/kustomization.yaml';
    const values = platform.commits
      .filter(({ ref }) => ref === mainRef)
      .flatMap(({ changes }) => changes)
      .filter(change => change.path === production)
      .map(({ text }) => /newTag: (\S+)/.exec(text ?? '')?.[1])
      .filter((value, index, all) => value !== all[index - 1]);
    expect(values[values.length - 1]).toBe(values[values.length - 3]);
    expect(
      version(platform, 'apps/payments/staging/kustomization.yaml'),
    ).not.toBe(values[values.length - 1]);
  });

  it('has the clusters of production differ for checkout', () => {
    const cluster = (name: string) =>
      version(platform, `apps/checkout/production/${name}/kustomization.yaml`);
    expect(cluster('us-1')).not.toBe(cluster('eu-1'));
  });

  it('leaves search in production several versions behind staging', () => {
    const staging = platform.commits
      .filter(({ ref }) => ref === mainRef)
      .flatMap(({ changes }) => changes)
      .filter(
        ({ path: file }) => file === 'apps/search/staging/release-patch.yaml',
      )
      .map(({ text }) => /tag: (\S+)/.exec(text ?? '')?.[1])
      .filter((value, index, all) => value !== all[index - 1]);
    const behind = version(
      platform,
      'apps/search/production/release-patch.yaml',
    );
    expect(staging.length - 1 - staging.lastIndexOf(behind)).toBe(7);
  });

  it('has storefront the same everywhere', () => {
    const versions = ['development', 'staging', 'production'].map(environment =>
      version(shop, `services/storefront/values-${environment}.yaml`),
    );
    expect(new Set(versions).size).toBe(1);
  });

  it('moves several services at once by a change to a base', () => {
    const changed = reachable(platform).map(({ changes }) =>
      changes.map(change => change.path),
    );
    expect(changed).toContainEqual([
      'apps/payments/base/deployment.yaml',
      'apps/checkout/base/deployment.yaml',
    ]);
  });

  it('has only YAML that can be read, outside chart templates', () => {
    for (const { files } of world.values()) {
      for (const [file, text] of files) {
        if (!file.endsWith('.yaml') || file.includes('/templates/')) continue;
        const errors = parseAllDocuments(text).flatMap(parsed => parsed.errors);
        expect({ file, errors }).toEqual({ file, errors: [] });
      }
    }
  });

  it.each([
    '2026-11-21',
    '2026-11-22',
    '2026-11-23',
    '2026-12-25',
    '2027-02-28',
    '2028-02-29',
  ])('can be made to end on %s', date => {
    const graphs = composeWorld(new Date(date));
    const production = 'apps/payments/production/base/kustomization.yaml';
    const { files } = repository(graphs, 'platform-config');
    expect(files.get(production)).toContain('newTag: ');
  });
});

describe('createWorld', () => {
  let directory: string;

  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-'));
  });

  afterEach(() => fs.rmSync(directory, { recursive: true }));

  it('writes whole repositories with the same commits each time', async () => {
    const heads = [];
    for (const name of ['one', 'other']) {
      const world = path.join(directory, name);
      await createWorld(world, end);
      heads.push(
        ['platform-config', 'shop-deploy'].map(repositoryName => {
          const git = (...args: string[]) =>
            execFileSync('git', args, {
              cwd: path.join(world, `quillmoor/${repositoryName}.git`),
              encoding: 'utf8',
            }).trim();
          expect(git('fsck', '--strict', '--no-dangling')).toBe('');
          return git('rev-parse', 'main');
        }),
      );
    }
    expect(heads[0]).toEqual(heads[1]);
    // A new id means that the world has changed for everyone who starts it.
    expect(heads[0]).toMatchInlineSnapshot(`
      [
        "818cdd4d0416f7b85c3d8be189a008134da8d6da",
        "7f0742f1d848bbdfde3287f63bbb3fcd1abdacef",
      ]
    `);
  });
});

describe('midnight', () => {
  it('is the beginning of the day in UTC', () => {
    expect(midnight(new Date('2026-11-20T23:59:59Z'))).toEqual(end);
  });
});

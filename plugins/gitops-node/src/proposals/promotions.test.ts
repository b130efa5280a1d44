import fs from 'node:fs/promises';
import path from 'node:path';
import { discover } from '../discovery/discover';
import { Discovery, DiscoveryInput } from '../discovery/model';
import { fileTreeOf } from '../discovery/testing/fileTreeOf';
import { TemporaryFolder } from '../git/testing/SourceRepository';
import { planPromotion } from './planPromotion';
import { planVersions } from './planVersions';
import { EditedFile } from './model';
import { Files, ownUrl, pinned, stages } from './testing/Layout';
import { layouts, makeRepositoryOf, PinnedRepository } from './testing/layouts';
import {
  differingLeaves,
  RenderedLeaves,
  RenderPrograms,
} from './testing/RenderedTree';

/** How many repositories are made, over all layouts. */
const repositories = 200;

const names = Object.keys(layouts);
const cases = Array.from({ length: repositories }, (_, index) => ({
  layout: names[index % names.length],
  seed: index + 1,
}));

let programs: RenderPrograms;
let folder: TemporaryFolder;

beforeAll(async () => {
  programs = await RenderPrograms.find();
});
beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(() => folder.remove());

function inputOf(made: PinnedRepository): DiscoveryInput {
  return {
    repository: { id: 'config', url: ownUrl },
    branches: Object.entries(made.branches).map(([name, files]) => ({
      name,
      tree: fileTreeOf(files),
      ...(made.environments && { environment: name }),
    })),
    environments: [],
    rules: made.rules ?? [],
  };
}

function declared({ targets }: Discovery): Record<string, string[]> {
  return Object.fromEntries(
    targets.map(({ id, artifacts }) => [
      id,
      artifacts.map(
        ({ kind, name, version, digest }) =>
          `${kind} ${name} ${version} ${digest ?? ''}`,
      ),
    ]),
  );
}

function targetOf({ targets }: Discovery, environment: string) {
  const found = targets.filter(
    target => target.service === 'web' && target.environment === environment,
  );
  if (found.length === 1) return found[0];
  throw new Error(`${found.length} targets of web in ${environment}`);
}

function apply(
  made: PinnedRepository,
  files: readonly EditedFile[],
): PinnedRepository {
  const branches: Record<string, Record<string, string>> = {};
  for (const [branch, texts] of Object.entries(made.branches)) {
    branches[branch] = { ...texts };
  }
  for (const { branch, path: file, after } of files) {
    branches[branch][file] = after ?? '';
  }
  return { ...made, branches };
}

/** Each line is as before, but for the version and digest that it writes. */
function expectOnlyPinsToMove(
  { before = '', after = '' }: EditedFile,
  { pins }: PinnedRepository,
): void {
  const old = before.split('\n');
  const now = after.split('\n');
  expect(now).toHaveLength(old.length);
  const changed = old.flatMap((line, index) =>
    line === now[index] ? [] : [[line, now[index]]],
  );
  expect(changed.length).toBeGreaterThan(0);
  expect(changed.length).toBeLessThanOrEqual(2);
  for (const [line, moved] of changed) {
    const without = (text: string, stage: string) =>
      text
        .replace(pins[stage].digest ?? '\0', '<digest>')
        .replace(pins[stage].tag, '<tag>')
        // Where one of them reads as a number and the other does not.
        .replace(/"<tag>"/, '<tag>');
    expect(without(moved, 'staging')).toBe(without(line, 'production'));
  }
}

/** What programs make of each environment, in folders of their own. */
async function renderAll(
  made: PinnedRepository,
  name: string,
): Promise<Readonly<Record<string, RenderedLeaves>>> {
  const { render, beside } = made;
  if (render === undefined) return {};
  const rendered = await Promise.all(
    stages.map(async stage => {
      const files: Files = {
        ...beside,
        ...made.branches[made.environments?.[stage] ?? 'main'],
      };
      const directory = path.join(folder.path, name, stage);
      await fs.mkdir(directory, { recursive: true });
      const leaves = await programs.render(render(stage), files, directory);
      return [stage, leaves] as const;
    }),
  );
  return Object.fromEntries(rendered);
}

async function expectOnlyImageToMove(
  made: PinnedRepository,
  promoted: PinnedRepository,
): Promise<void> {
  const before = await renderAll(made, 'before');
  const after = await renderAll(promoted, 'after');
  for (const [stage, leaves] of Object.entries(before)) {
    const image = (of: string) => `quillmoor/web:${pinned(made.pins[of])}`;
    expect(differingLeaves(leaves, after[stage])).toEqual(
      stage !== 'production'
        ? {}
        : {
            'Deployment web/spec/template/spec/containers/0/image': [
              image('production'),
              image('staging'),
            ],
          },
    );
  }
}

describe.each(names)('a promotion in the layout %s', name => {
  it.each(cases.filter(({ layout }) => layout === name))(
    'moves the destination and nothing else, and back (seed $seed)',
    async ({ layout, seed }) => {
      const made = makeRepositoryOf(layout, seed);
      const input = inputOf(made);
      const before = discover(input);
      const staging = targetOf(before, 'staging');
      const production = targetOf(before, 'production');
      const { moves } = planPromotion(staging, [production]);
      const plan = planVersions(input, before, moves);
      expect(plan.diagnostics).toEqual([]);
      expect(plan.alsoAffects).toEqual([]);
      expect(moves.length).toBeGreaterThan(0);

      const promoted = apply(made, plan.files);
      const promotedInput = inputOf(promoted);
      const after = discover(promotedInput);
      expect(declared(after)).toEqual({
        ...declared(before),
        [production.id]: declared(before)[staging.id],
      });
      for (const file of plan.files) expectOnlyPinsToMove(file, made);
      await expectOnlyImageToMove(made, promoted);

      const again = planPromotion(targetOf(after, 'staging'), [
        targetOf(after, 'production'),
      ]);
      expect(again.moves).toEqual([]);

      const back = planPromotion(production, [targetOf(after, 'production')]);
      const rollback = planVersions(promotedInput, after, back.moves);
      expect(rollback.diagnostics).toEqual([]);
      expect(apply(promoted, rollback.files).branches).toEqual(made.branches);
    },
  );
});

it('is rendered by programs in every layout that needs nothing else', () => {
  const rendered = names.filter(
    name => makeRepositoryOf(name, 1).render !== undefined,
  );
  expect(rendered).toEqual([
    'overlayImages',
    'overlayPatches',
    'patchFiles',
    'helmRelease',
    'applicationParameters',
    'valuesFiles',
    'branchPerEnvironment',
  ]);
});

import { discover } from '../discovery/discover';
import { Discovery, DiscoveryInput } from '../discovery/model';
import { fileTreeOf } from '../discovery/testing/fileTreeOf';
import { planPromotion } from './planPromotion';
import { planVersions } from './planVersions';
import { EditedFile } from './model';
import { layouts, MadeRepository, makeRepositoryOf } from './testing/layouts';

/** How many repositories are made, over all layouts. */
const repositories = 200;

function inputOf(made: MadeRepository): DiscoveryInput {
  return {
    repository: {
      id: 'config',
      url: 'https://git.quillmoor.example/quillmoor/config.git',
    },
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

function apply(made: MadeRepository, files: readonly EditedFile[]) {
  const branches: Record<string, Record<string, string>> = {};
  for (const [branch, texts] of Object.entries(made.branches)) {
    branches[branch] = { ...texts };
  }
  for (const { branch, path, after } of files) {
    branches[branch][path] = after ?? '';
  }
  return { ...made, branches };
}

const names = Object.keys(layouts);
const cases = Array.from({ length: repositories }, (_, index) => ({
  layout: names[index % names.length],
  seed: index + 1,
}));

describe.each(names)('a promotion in the layout %s', name => {
  it.each(cases.filter(({ layout }) => layout === name))(
    'moves the destination and nothing else, and back (seed $seed)',
    ({ layout, seed }) => {
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
      for (const file of plan.files) {
        const old = (file.before ?? '').split('\n');
        const now = (file.after ?? '').split('\n');
        expect(now).toHaveLength(old.length);
        const changed = now.filter((line, index) => line !== old[index]);
        expect(changed.length).toBeLessThanOrEqual(2);
      }

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

import { helmLayouts } from './helmLayouts';
import { kustomizeLayouts } from './kustomizeLayouts';
import {
  deployment,
  Layout,
  MadeRepository,
  onMain,
  perStage,
  Pin,
  scalar,
  stages,
} from './Layout';
import { Random } from './Random';

const rules: Layout = (random, pins) => ({
  ...onMain(
    perStage(stage => ({
      [`tags/${stage}/web`]: `# written by people\nimage_tag: ${scalar(
        random,
        pins[stage].tag,
      )}\nowner: shop\n`,
    })),
  ),
  rules: [{ path: 'tags/{environment}/{service}', version: 'image_tag' }],
});

const branchPerEnvironment: Layout = (_, pins) => ({
  branches: Object.fromEntries(
    stages.map(stage => [
      stage,
      {
        'web/deployment.yaml': deployment(`quillmoor/web:${pins[stage].tag}`),
      },
    ]),
  ),
  environments: Object.fromEntries(stages.map(stage => [stage, stage])),
  render: () => ({ by: 'none', manifests: ['web/deployment.yaml'] }),
});

/** Every layout in which a version can be declared. */
export const layouts: Readonly<Record<string, Layout>> = {
  ...kustomizeLayouts,
  ...helmLayouts,
  rules,
  branchPerEnvironment,
};

/** Whether a layout can pin digests beside tags. */
const digestLayouts: ReadonlySet<string> = new Set([
  'overlayImages',
  'overlayPatches',
  'patchFiles',
  'helmRelease',
]);

/** A repository and what its environments are pinned to. */
export interface PinnedRepository extends MadeRepository {
  readonly pins: Readonly<Record<string, Pin>>;
}

/** One repository of a layout, with line ends and final newlines of its own. */
export function makeRepositoryOf(name: string, seed: number): PinnedRepository {
  const random = new Random(seed);
  const style = random.pick(['v', 'semver', 'date', 'commit', 'number']);
  const hasDigests = digestLayouts.has(name) && random.chance(0.4);
  const pins = Object.fromEntries(
    stages.map((stage, index) => [
      stage,
      {
        tag: versionOf(style, 9 - index * 3, random),
        ...(hasDigests && { digest: `sha256:${random.hex(64)}` }),
      },
    ]),
  );
  const made = layouts[name](random, pins);
  const crlf = random.chance(0.2);
  const bare = random.chance(0.2);
  const dress = (text: string) => {
    const ended = bare ? text.replace(/\n$/, '') : text;
    return crlf ? ended.replace(/\n/g, '\r\n') : ended;
  };
  return {
    ...made,
    pins,
    branches: Object.fromEntries(
      Object.entries(made.branches).map(([branch, files]) => [
        branch,
        Object.fromEntries(
          Object.entries(files).map(([path, text]) => [path, dress(text)]),
        ),
      ]),
    ),
  };
}

function versionOf(style: string, number: number, random: Random): string {
  switch (style) {
    case 'semver':
      return `1.${number}.${random.below(20)}`;
    case 'date':
      return `prod-${random.hex(7)}-2026081${number}103000`;
    case 'commit':
      return `a${random.hex(39)}`;
    case 'number':
      return `1${number}.10`;
    default:
      return `v${40 + number}`;
  }
}

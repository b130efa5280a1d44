import { NotFoundError } from '@backstage/errors';
import { askScript } from './askScript';
import { findKubernetes } from './findKubernetes';

/** The engines, with the variables that name a folder to use and that demand it. */
const engines = {
  flux: {
    title: 'Flux',
    folder: 'GITOPS_TEST_FLUX',
    required: 'GITOPS_REQUIRE_FLUX',
  },
  argocd: {
    title: 'Argo CD',
    folder: 'GITOPS_TEST_ARGOCD',
    required: 'GITOPS_REQUIRE_ARGOCD',
  },
} as const;

/** @public */
export type EngineName = keyof typeof engines;

/**
 * The folder with an engine's programs and its CRDs: the one that
 * its variable names, else what `yarn envtest --NAME` has built. `undefined`
 * where there is none.
 *
 * @throws NotFoundError where there is none and it is required.
 * @public
 */
export function findEngine(name: EngineName): string | undefined {
  const { title, folder, required } = engines[name];
  const found = process.env[folder] ?? askScript('--find', `--${name}`);
  if (found === undefined && process.env[required]) {
    throw new NotFoundError(
      `Tests on a real ${title} are required and none was found: run \`yarn envtest --${name}\``,
    );
  }
  return found;
}

/**
 * A `describe` for tests that need engines on a real API server: skipped where
 * something isn't there, failing where it is required.
 *
 * @public
 */
export function describeWithEngines(
  names: readonly EngineName[],
  name: string,
  tests: () => void,
): void {
  const isWhole =
    findKubernetes() !== undefined &&
    names.every(engine => findEngine(engine) !== undefined);
  const group = isWhole ? describe : describe.skip;
  group(name, tests);
}

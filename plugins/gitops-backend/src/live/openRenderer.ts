import {
  findKustomize,
  UnitRenderer,
} from '@backstage-gitops/plugin-gitops-node';
import { Config } from '@backstage/config';
import { RenderUnit } from './DesiredState';

/** How units are rendered; tests put something else in its place. */
export type OpenRenderer = (options: {
  readonly config: Config;
  /** Where programs may be unpacked to. */
  readonly workingDirectory: string;
}) => Promise<RenderUnit>;

/** Renders with the programs that `gitops.render` names, else those on PATH. */
export const openConfiguredRenderer: OpenRenderer = async ({
  config,
  workingDirectory,
}) => {
  const renderer = new UnitRenderer({
    kustomize: await findKustomize({
      configured: config.getOptionalString('gitops.render.kustomize'),
      searchPath: process.env.PATH,
      cacheDirectory: workingDirectory,
    }),
  });
  return request => renderer.render(request);
};

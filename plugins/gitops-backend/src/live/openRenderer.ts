import {
  defaultRenderLimits,
  findHelm,
  findKustomize,
  readRenderConfig,
  UnitRenderer,
} from '@backstage-gitops/plugin-gitops-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import path from 'node:path';
import { RenderUnit } from './DesiredState';
import { packagedPrograms } from './packagedPrograms';

/** How units are rendered; tests put something else in its place. */
export type OpenRenderer = (options: {
  readonly config: Config;
  readonly logger: LoggerService;
  /** Where programs are unpacked to, and fetched charts kept. */
  readonly workingDirectory: string;
}) => Promise<RenderUnit>;

/**
 * Renders with the programs that `gitops.render` names, else those on PATH,
 * else those of a package that is installed beside this one.
 */
export const openConfiguredRenderer: OpenRenderer = async ({
  config,
  logger,
  workingDirectory,
}) => {
  const settings = readRenderConfig(config);
  const locations = {
    searchPath: process.env.PATH,
    archive: packagedPrograms(),
    cacheDirectory: path.join(workingDirectory, 'programs'),
  };
  const kustomize = await findKustomize({
    ...locations,
    configured: settings.kustomize,
  });
  const helm = await findHelm({ ...locations, configured: settings.helm });
  for (const [name, program] of Object.entries({ kustomize, helm })) {
    if (program) continue;
    logger.warn(
      `No ${name} was found: units that need it are indeterminate. Set gitops.render.${name}, or put it on PATH`,
    );
  }
  const renderer = new UnitRenderer({
    ...(kustomize && { kustomize }),
    ...(helm && { helm }),
    limits: {
      ...defaultRenderLimits,
      ...(settings.milliseconds !== undefined && {
        milliseconds: settings.milliseconds,
      }),
    },
    ...(settings.charts.length > 0 && {
      charts: {
        allow: settings.charts,
        cacheDirectory: path.join(workingDirectory, 'charts'),
      },
    }),
  });
  return request => renderer.render(request);
};

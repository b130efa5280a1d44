import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { z } from 'zod';

/** What `gitops.render` says. @public */
export interface RenderSettings {
  readonly kustomize?: string;
  readonly helm?: string;
  /** Of one program's run. */
  readonly milliseconds?: number;
  /** Beginnings of the URLs that charts may be fetched from. */
  readonly charts: readonly string[];
}

const renderSchema = z
  .strictObject({
    kustomize: z.string().min(1).optional(),
    helm: z.string().min(1).optional(),
    timeout: z.unknown().optional(),
    charts: z
      .strictObject({
        allow: z
          .array(z.string().regex(/^(https|oci):\/\/[^\s@]+$/))
          .default([]),
      })
      .prefault({}),
  })
  .prefault({});

/**
 * Reads `gitops.render`, which may be absent. Throws an InputError that names
 * the key.
 *
 * @public
 */
export function readRenderConfig(config: Config): RenderSettings {
  const parsed = renderSchema.safeParse(config.getOptional('gitops.render'));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      issue => `gitops.render.${issue.path.join('.')}: ${issue.message}`,
    );
    throw new InputError(problems.join('\n'));
  }
  const { kustomize, helm, timeout, charts } = parsed.data;
  return {
    ...(kustomize !== undefined && { kustomize }),
    ...(helm !== undefined && { helm }),
    ...(timeout !== undefined && {
      milliseconds: durationToMilliseconds(
        readDurationFromConfig(config.getConfig('gitops.render'), {
          key: 'timeout',
        }),
      ),
    }),
    charts: charts.allow,
  };
}

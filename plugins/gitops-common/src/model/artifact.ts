import { z } from 'zod';

/**
 * What a target declares to run: a container image, a Helm chart, a Git ref,
 * or an application version that a rule or `appVersion` names.
 *
 * @public
 */
export const artifactKindSchema = z.enum(['image', 'chart', 'gitRef', 'app']);

/** @public */
export type ArtifactKind = z.infer<typeof artifactKindSchema>;

/**
 * One declared artifact and the place that supplied the winning value.
 *
 * `version` is the text as declared: a tag, a semver range, a branch or a
 * commit. It is `''` where only a digest, or nothing at all, is declared.
 * `line` counts from 1. `origin` is `exact` where `field` of `file` holds the
 * version, `file` where only the file is known (for example through a
 * template).
 *
 * @public
 */
export const artifactSchema = z.object({
  kind: artifactKindSchema,
  name: z.string(),
  version: z.string(),
  digest: z.string().optional(),
  file: z.string(),
  line: z.number().int().positive(),
  field: z.string(),
  origin: z.enum(['exact', 'file']),
});

/** @public */
export type Artifact = z.infer<typeof artifactSchema>;

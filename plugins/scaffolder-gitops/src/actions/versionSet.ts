import { z } from 'zod/v3';
import { ActionOptions } from '../api/ActionOptions';
import { createProposalAction } from '../proposals/createProposalAction';
import { mainArtifact } from '../targets/mainArtifact';
import { readTargetsIn } from '../targets/pickTargets';
import { placeShape, targetSelectionShape } from '../targets/TargetSelection';
import { examples } from './versionSet.examples';

const inputSchema = z.object({
  ...targetSelectionShape,
  ...placeShape,
  artifact: z
    .string()
    .min(1)
    .describe(
      'The name of the image, chart or app. By default the only one, or the image named after the service',
    )
    .optional(),
  version: z
    .string()
    .min(1)
    .describe('The version to declare, for example v43'),
  digest: z
    .string()
    .min(1)
    .describe('The digest to pin it to, for example sha256:…')
    .optional(),
});

/**
 * Makes the action `gitops:version:set`: has an environment declare a version.
 *
 * @internal
 */
export function createVersionSetAction(options: ActionOptions) {
  return createProposalAction(options, {
    id: 'gitops:version:set',
    description:
      'Sets a version: opens a pull request that has an environment declare it, wherever it comes from',
    examples,
    input: inputSchema,
    async request(input, api) {
      const targets = await readTargetsIn(api, input);
      return {
        kind: 'setVersion',
        targets: targets.map(({ id }) => id),
        artifact: input.artifact ?? mainArtifact(targets),
        version: input.version,
        digest: input.digest,
      };
    },
  });
}

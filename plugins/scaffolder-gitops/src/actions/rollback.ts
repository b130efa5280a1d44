import { z } from 'zod/v3';
import { ActionOptions } from '../api/ActionOptions';
import { createProposalAction } from '../proposals/createProposalAction';
import { readTargetsIn } from '../targets/pickTargets';
import { placeShape, targetSelectionShape } from '../targets/TargetSelection';
import { examples } from './rollback.examples';

const inputSchema = z.object({
  ...targetSelectionShape,
  ...placeShape,
  to: z
    .string()
    .min(1)
    .describe(
      'What to go back to: a version that was declared before, or a commit that landed',
    ),
  mode: z
    .enum(['restore', 'revert'])
    .describe(
      '`restore` (the default) brings the versions of then back and leaves later edits alone; `revert` undoes the whole change that landed with the commit `to`',
    )
    .optional(),
});

/**
 * Makes the action `gitops:rollback`: brings back what an environment declared
 * before.
 *
 * @internal
 */
export function createRollbackAction(options: ActionOptions) {
  return createProposalAction(options, {
    id: 'gitops:rollback',
    description:
      'Rolls a service back: opens a pull request that restores the versions an environment declared before',
    examples,
    input: inputSchema,
    async request(input, api) {
      const targets = await readTargetsIn(api, input);
      return {
        kind: 'rollback',
        targets: targets.map(({ id }) => id),
        to: input.to,
        mode: input.mode,
      };
    },
  });
}

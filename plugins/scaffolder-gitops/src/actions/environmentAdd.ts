import { z } from 'zod/v3';
import { ActionOptions } from '../api/ActionOptions';
import { createProposalAction } from '../proposals/createProposalAction';
import { repositoryShape } from '../targets/TargetSelection';
import { examples } from './environmentAdd.examples';

const inputSchema = z.object({
  ...repositoryShape,
  environment: z
    .string()
    .min(1)
    .describe(
      'The name of the new environment: lower-case letters, digits and dashes',
    ),
  like: z
    .string()
    .min(1)
    .describe('The environment whose declarations it starts with'),
  cluster: z
    .string()
    .min(1)
    .describe('The cluster that it runs on; by default one of its name')
    .optional(),
});

/**
 * Makes the action `gitops:environment:add`: declares a new environment.
 *
 * @internal
 */
export function createEnvironmentAddAction(options: ActionOptions) {
  return createProposalAction(options, {
    id: 'gitops:environment:add',
    description:
      'Adds an environment: opens a pull request that declares it for every service, starting as another one is',
    examples,
    input: inputSchema,
    request: async input => ({ kind: 'addEnvironment', ...input }),
  });
}

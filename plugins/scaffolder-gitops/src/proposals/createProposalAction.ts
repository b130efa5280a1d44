import { ProposalRequest } from '@backstage-gitops/plugin-gitops-common';
import {
  createTemplateAction,
  TemplateExample,
} from '@backstage/plugin-scaffolder-node';
import { z } from 'zod/v3';
import {
  ActionOptions,
  initiatorApi,
  requireUserToken,
} from '../api/ActionOptions';
import { forgeTokenShape } from '../api/forgeToken';
import { InitiatorApi } from '../api/InitiatorApi';
import { writeOutputs } from '../api/writeOutputs';
import { ProposalOutput, proposalOutputSchema } from './proposalOutput';
import { propose } from './propose';

/** What every proposal may say of the pull request that it becomes. */
const pullRequestInput = z.object({
  ...forgeTokenShape,
  title: z
    .string()
    .max(200)
    .describe('The title of the pull request; by default what it does')
    .optional(),
  reason: z
    .string()
    .max(4000)
    .describe('Why, for those who review it; shown as text')
    .optional(),
  draft: z.boolean().describe('Opens the pull request as a draft').optional(),
  autoMerge: z
    .boolean()
    .describe(
      'Has the forge merge it once its checks and reviews allow it, where the forge can',
    )
    .optional(),
  allowOthers: z
    .boolean()
    .describe(
      'Goes on where other targets take the version from the same place and move as well',
    )
    .optional(),
});

export interface ProposalActionDefinition<TInput extends z.AnyZodObject> {
  readonly id: string;
  readonly description: string;
  readonly examples: TemplateExample[];
  /** What the action takes beside what every pull request may say. */
  readonly input: TInput;
  /** What is asked of the API, with names resolved to targets. */
  readonly request: (
    input: z.output<TInput>,
    api: InitiatorApi,
  ) => Promise<ProposalRequest>;
}

/**
 * Makes an action that proposes a change as a pull request. An action differs
 * from the others in what it takes and what it asks for; how it is planned,
 * checked, opened, resumed and told is the same for all.
 */
export function createProposalAction<TInput extends z.AnyZodObject>(
  options: ActionOptions,
  definition: ProposalActionDefinition<TInput>,
) {
  const schema = definition.input.merge(pullRequestInput);
  return createTemplateAction({
    id: definition.id,
    description: definition.description,
    examples: definition.examples,
    supportsDryRun: true,
    schema: { input: () => schema, output: () => proposalOutputSchema },
    async handler(ctx) {
      const { token, ...pullRequest } = pullRequestInput.parse(ctx.input);
      requireUserToken(options, ctx, token);
      const input = definition.input.parse(ctx.input);
      const api = initiatorApi(options, ctx, token);
      const output = await propose(api, ctx, options.clock, {
        input: { ...input, ...pullRequest },
        forgeToken: token,
        request: async () => ({
          ...pullRequest,
          ...(await definition.request(input, api)),
        }),
      });
      writeOutputs<ProposalOutput>(ctx.output, output);
    },
  });
}

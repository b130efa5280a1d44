import { InputError } from '@backstage/errors';
import { z } from 'zod/v3';
import { ActionOptions } from '../api/ActionOptions';
import { formList } from '../api/formList';
import { createProposalAction } from '../proposals/createProposalAction';
import { likeTargetIn, targetsIn } from '../targets/pickTargets';
import { readTargets } from '../targets/readTargets';
import { targetSelectionShape } from '../targets/TargetSelection';
import { examples } from './promote.examples';

const inputSchema = z.object({
  ...targetSelectionShape,
  from: z
    .string()
    .min(1)
    .describe(
      'The environment whose versions are brought, for example staging',
    ),
  fromCluster: z
    .string()
    .min(1)
    .describe(
      'The cluster to take them from, where the environment does not declare the same on all',
    )
    .optional(),
  to: z
    .string()
    .min(1)
    .describe('The environment that gets them, for example production'),
  toCluster: z
    .string()
    .min(1)
    .describe('Only this cluster of it; all of them by default')
    .optional(),
  artifacts: formList(z.string().min(1))
    .describe('The names of the artifacts to bring; all by default')
    .optional(),
  values: z
    .array(z.string().min(1))
    .describe(
      'Ids of other values to bring along, from the `values` of a dry run’s plan',
    )
    .optional(),
});

/**
 * Makes the action `gitops:promote`: brings one environment's versions to
 * another.
 *
 * @internal
 */
export function createPromoteAction(options: ActionOptions) {
  return createProposalAction(options, {
    id: 'gitops:promote',
    description:
      'Promotes a service: opens a pull request that brings the versions of one environment to another',
    examples,
    input: inputSchema,
    async request(input, api) {
      const { artifacts, values } = input;
      const targets = await readTargets(api, input);
      const from = likeTargetIn(
        targets,
        { environment: input.from, cluster: input.fromCluster },
        'fromCluster',
      );
      const to = targetsIn(targets, {
        environment: input.to,
        cluster: input.toCluster,
      }).filter(({ id }) => id !== from.id);
      if (to.length === 0) {
        throw new InputError(
          '`from` and `to` are the same place: there is nothing to promote',
        );
      }
      return {
        kind: 'promotion',
        from: from.id,
        to: to.map(({ id }) => id),
        artifacts,
        values,
      };
    },
  });
}

import { targetStateSchema } from '@backstage-gitops/plugin-gitops-common';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { z as z4 } from 'zod';
import { ActionOptions, initiatorApi } from '../api/ActionOptions';
import { quoted } from '../targets/quoted';
import { examples } from './listTargets.examples';

const listedTargetSchema = targetStateSchema.pick({
  id: true,
  service: true,
  environment: true,
  cluster: true,
  namespace: true,
  repository: true,
  path: true,
  artifacts: true,
});

type ListedTarget = z4.infer<typeof listedTargetSchema>;

/**
 * Makes the action `gitops:targets:list`: what an entity's repositories
 * declare, as the person who runs the template may see it.
 *
 * @internal
 */
export function createListTargetsAction(
  options: Pick<ActionOptions, 'gitops' | 'auth'>,
) {
  return createTemplateAction({
    id: 'gitops:targets:list',
    description:
      'Lists what an entity’s config repositories declare to run, per environment and cluster',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        entityRef: z =>
          z.string().describe('The entity, for example component:default/cart'),
        environment: z =>
          z.string().describe('Only this environment').optional(),
      },
      output: {
        targets: z =>
          z
            .array(z.custom<ListedTarget>())
            .describe('Targets with their artifacts and origins'),
      },
    },
    async handler(ctx) {
      const { entityRef, environment } = ctx.input;
      const answer = await initiatorApi(options, ctx).call(
        `Reading the targets of ${quoted(entityRef)}`,
        (gitops, requestOptions) =>
          gitops.entityTargets(entityRef, requestOptions),
      );
      const targets = answer.targets
        .filter(
          target =>
            environment === undefined || target.environment === environment,
        )
        .map(target => listedTargetSchema.parse(target));
      ctx.logger.info(`Found ${targets.length} targets of ${entityRef}`);
      ctx.output('targets', targets);
    },
  });
}

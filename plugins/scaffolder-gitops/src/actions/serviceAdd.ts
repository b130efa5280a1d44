import { z } from 'zod/v3';
import { ActionOptions } from '../api/ActionOptions';
import { formList } from '../api/formList';
import { createProposalAction } from '../proposals/createProposalAction';
import { repositoryShape } from '../targets/TargetSelection';
import { examples } from './serviceAdd.examples';

const inputSchema = z.object({
  ...repositoryShape,
  service: z
    .string()
    .min(1)
    .describe('The name of the service: lower-case letters, digits and dashes'),
  entityRef: z
    .string()
    .min(1)
    .describe('The entity that it is for, for example component:default/cart')
    .optional(),
  like: z
    .string()
    .min(1)
    .describe(
      'A service of the repository whose shape it takes; by default that of the layout',
    )
    .optional(),
  environments: formList(z.string().min(1))
    .describe('The environments it is added to; by default all')
    .optional(),
  namespace: z
    .string()
    .min(1)
    .describe('The namespace it runs in; by default that of its neighbours')
    .optional(),
  image: z
    .object({
      name: z
        .string()
        .min(1)
        .describe('Its name without a tag, for example registry.example/cart'),
      version: z.string().min(1).describe('Its tag, for example v1'),
      digest: z.string().min(1).describe('Its digest: sha256:…').optional(),
    })
    .describe('The image that it runs'),
  port: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .describe('The port that it listens on')
    .optional(),
  replicas: z
    .number()
    .int()
    .min(0)
    .max(10_000)
    .describe('How many run')
    .optional(),
});

/**
 * Makes the action `gitops:service:add`: declares a new service.
 *
 * @internal
 */
export function createServiceAddAction(options: ActionOptions) {
  return createProposalAction(options, {
    id: 'gitops:service:add',
    description:
      'Onboards a service: opens a pull request that declares it in a config repository, in the repository’s own layout',
    examples,
    input: inputSchema,
    request: async input => ({ kind: 'addService', ...input }),
  });
}

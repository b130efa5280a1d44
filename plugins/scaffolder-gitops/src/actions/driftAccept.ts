import {
  ResourceDrift,
  ResourceSelector,
} from '@backstage-gitops/plugin-gitops-common';
import { InputError, NotFoundError } from '@backstage/errors';
import { z } from 'zod/v3';
import { ActionOptions } from '../api/ActionOptions';
import { formList } from '../api/formList';
import { InitiatorApi } from '../api/InitiatorApi';
import { createProposalAction } from '../proposals/createProposalAction';
import { onlyTargetIn } from '../targets/pickTargets';
import { quoted } from '../targets/quoted';
import { readTargets } from '../targets/readTargets';
import { placeShape, targetSelectionShape } from '../targets/TargetSelection';
import { examples } from './driftAccept.examples';

const resourceSchema = z.object({
  group: z.string().describe('Its API group; none for the core').optional(),
  kind: z.string().min(1).describe('Its kind, for example Deployment'),
  namespace: z.string().min(1).describe('Its namespace').optional(),
  name: z.string().min(1).describe('Its name'),
});

const inputSchema = z.object({
  ...targetSelectionShape,
  ...placeShape,
  resource: resourceSchema
    .describe(
      'The object whose live state is accepted; by default the only one that has drifted',
    )
    .optional(),
  fields: formList(z.string().min(1))
    .describe(
      'The fields to accept, as the drift view writes them: spec.replicas, spec.containers[name=app].image. By default all that differ',
    )
    .optional(),
  file: z
    .string()
    .min(1)
    .describe(
      'The file to write to, where several would do: one of the `places` of a dry run’s plan',
    )
    .optional(),
});

type Resource = z.output<typeof resourceSchema>;

/**
 * Makes the action `gitops:drift:accept`: writes what runs into Git.
 *
 * @internal
 */
export function createDriftAcceptAction(options: ActionOptions) {
  return createProposalAction(options, {
    id: 'gitops:drift:accept',
    description:
      'Accepts drift: opens a pull request that writes the live value of fields into the files that declare them',
    examples,
    input: inputSchema,
    async request(input, api) {
      const targets = await readTargets(api, input);
      const { id } = onlyTargetIn(targets, input);
      const drifted = await driftedResource(api, id, input.resource);
      return {
        kind: 'acceptDrift',
        target: id,
        resource: selectorOf(drifted),
        fields: input.fields ?? driftedFields(drifted),
        file: input.file,
      };
    },
  });
}

async function driftedResource(
  api: InitiatorApi,
  target: string,
  named: Resource | undefined,
): Promise<ResourceDrift> {
  const { resources } = await api.call('Reading the drift', (gitops, o) =>
    gitops.targetDrift(target, o),
  );
  const found = resources.filter(
    resource =>
      resource.status === 'drifted' && (!named || isNamed(resource, named)),
  );
  if (found.length === 1) return found[0];
  const drifted = found.length > 0 ? found : resources;
  const which = drifted.map(({ kind, name }) => quoted(`${kind}/${name}`));
  if (found.length === 0) {
    throw new NotFoundError(
      `${
        named ? quoted(`${named.kind}/${named.name}`) : 'Nothing'
      } has drifted${
        which.length > 0 ? `; out of sync: ${which.join(', ')}` : ''
      }`,
    );
  }
  throw new InputError(
    `${which.join(', ')} have drifted: say which with \`resource\``,
  );
}

/** A template may leave out what there is only one of. */
function isNamed(resource: ResourceDrift, named: Resource): boolean {
  return (
    resource.kind === named.kind &&
    resource.name === named.name &&
    (named.group === undefined || resource.group === named.group) &&
    (named.namespace === undefined || resource.namespace === named.namespace)
  );
}

function selectorOf({
  group,
  kind,
  namespace,
  name,
}: ResourceDrift): ResourceSelector {
  return { group, kind, namespace, name };
}

/** What nobody declares, or is only on its way, is no drift. */
function driftedFields({ differences }: ResourceDrift): string[] {
  return differences
    .filter(each => !['unmanaged', 'undelivered'].includes(each.class))
    .map(({ field }) => field);
}

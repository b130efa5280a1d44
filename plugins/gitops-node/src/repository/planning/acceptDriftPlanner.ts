import {
  ResourceDrift,
  ResourceSelector,
} from '@backstage-gitops/plugin-gitops-common';
import { InputError } from '@backstage/errors';
import { acceptDrift } from '../../proposals/acceptDrift';
import { listed } from './describeMoves';
import { planFieldChanges, renderUnits } from './fieldPlanner';
import { PlanContext, PlannedEdit } from './PlanContext';
import { targetsById } from './targetsById';

/**
 * Plans `acceptDrift`: what is live, declared. The drift is that of the
 * target's unit, as it was last compared.
 */
export async function acceptDriftPlanner({
  request,
  ...context
}: PlanContext<'acceptDrift'>): Promise<PlannedEdit> {
  const { discovery, input, planning } = context;
  const { id } = input.repository;
  const [target] = targetsById(discovery, [request.target], id);
  const { resource, file } = request;
  const drift = planning.drift?.find(other => isSame(other, resource));
  if (drift === undefined) {
    throw new InputError(
      `No drift of ${resource.kind} ${resource.name} is known`,
    );
  }
  const rendered = await renderUnits([target.unit], context);
  const accepted = acceptDrift(
    target,
    drift,
    request.fields,
    rendered.rendered.get(target.unit) ?? [],
  );
  const { places, ...plan } = await planFieldChanges(
    rendered,
    accepted.changes,
    { file, shared: 'asks' },
  );
  const fields = listed(accepted.changes.map(({ field }) => field));
  return {
    plan,
    places,
    title: `Accept ${fields || 'drift'} of ${resource.kind} ${
      resource.name
    } in ${target.environment}`,
    diagnostics: accepted.diagnostics,
  };
}

function isSame(drift: ResourceDrift, wanted: ResourceSelector): boolean {
  return (
    drift.group === (wanted.group ?? '') &&
    drift.kind === wanted.kind &&
    drift.name === wanted.name &&
    (wanted.namespace === undefined || drift.namespace === wanted.namespace)
  );
}

import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { DiscoveredTarget } from '../../discovery/model';
import { autoscaledTargets } from '../../drift/autoscaledTargets';
import { declaredAutoscalers } from '../../proposals/fields/declaredAutoscalers';
import { FieldChange } from '../../proposals/fields/model';
import { scale } from '../../proposals/scale';
import { listed } from './describeMoves';
import { planFieldChanges, RenderedContext, renderUnits } from './fieldPlanner';
import { PlanContext, PlannedEdit } from './PlanContext';
import { targetsById } from './targetsById';

/**
 * Plans `scale`: how many replicas a workload of each target has. Where others
 * take the number from the same place, each target gets a place of its own.
 */
export async function scalePlanner({
  request,
  ...context
}: PlanContext<'scale'>): Promise<PlannedEdit> {
  const { discovery, input } = context;
  const { replicas, allowOthers } = request;
  const targets = targetsById(discovery, request.targets, input.repository.id);
  const rendered = await renderUnits(
    targets.map(({ unit }) => unit),
    context,
  );
  const changes: FieldChange[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const target of targets) {
    const objects = rendered.rendered.get(target.unit) ?? [];
    const autoscaled = autoscaledTargets([
      ...objects,
      ...declaredAutoscalers(context, target.unit),
    ]);
    const scaled = scale(target, request, objects, autoscaled);
    diagnostics.push(...scaled.diagnostics.map(because(rendered, target)));
    if (scaled.change !== undefined) changes.push(scaled.change);
  }
  const { places, ...plan } = await planFieldChanges(rendered, changes, {
    shared: allowOthers ? 'takes' : 'avoids',
  });
  const services = listed(targets.map(({ service }) => service));
  const environments = listed(targets.map(({ environment }) => environment));
  return {
    plan,
    places,
    title: `Scale ${services} in ${environments} to ${replicas}`,
    diagnostics,
  };
}

/** With the reason why the unit could not be rendered, where that is one. */
function because(
  { indeterminate }: RenderedContext,
  { unit }: DiscoveredTarget,
): (diagnostic: Diagnostic) => Diagnostic {
  const [reason] = indeterminate.get(unit) ?? [];
  return diagnostic =>
    reason === undefined
      ? diagnostic
      : {
          ...diagnostic,
          message: `${diagnostic.message} (${reason})`,
        };
}

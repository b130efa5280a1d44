import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { DiscoveredTarget, Discovery } from '../../discovery/model';
import { compareTargets, describeTarget, pinsOf } from '../compareTargets';
import { movedOthers } from './movedOthers';
import { refusal } from './refusal';
import { AddEnvironmentRequest } from './requests';

/** A target of the example, and where its copy is to run. */
export interface ExpectedCopy {
  readonly target: DiscoveredTarget;
  readonly cluster: string | undefined;
}

/**
 * Each target of the example has to have a copy, with the same versions, and
 * in a place of its own; nothing else may have moved.
 */
export function checkAddedEnvironment(
  before: Discovery,
  after: Discovery,
  { environment }: AddEnvironmentRequest,
  copies: readonly ExpectedCopy[],
): readonly Diagnostic[] {
  const { added, removed, changed } = compareTargets(before, after);
  const found = new Set<DiscoveredTarget>();
  const diagnostics: Diagnostic[] = [];
  for (const { target, cluster } of copies) {
    const copy = added.find(
      each =>
        !found.has(each) &&
        each.service === target.service &&
        each.environment === environment &&
        (each.cluster ?? environment) === (cluster ?? environment),
    );
    if (copy === undefined) {
      const { service } = target;
      const where = describeTarget({ service, environment, cluster });
      const message = `${where} would not be declared by these files.`;
      diagnostics.push(refusal('ineffective', message));
      continue;
    }
    found.add(copy);
    if (pinsOf(copy) !== pinsOf(target)) {
      const message = `${describeTarget(
        copy,
      )} would not run what ${describeTarget(target)} runs.`;
      diagnostics.push(refusal('ineffective', message));
    }
    diagnostics.push(...collisions(copy, before));
  }
  const others = [
    ...added.filter(target => !found.has(target)),
    ...removed,
    ...changed,
  ];
  return [...diagnostics, ...movedOthers(others)];
}

/** Two environments must not write the same objects. */
function collisions(
  copy: DiscoveredTarget,
  { targets }: Discovery,
): readonly Diagnostic[] {
  const { cluster, namespace, service } = copy;
  const there = targets.find(
    target =>
      cluster !== undefined &&
      target.cluster === cluster &&
      target.namespace === namespace &&
      target.service === service,
  );
  return there === undefined
    ? []
    : [
        refusal(
          'collision',
          `${describeTarget(copy)} would take the place of ${describeTarget(
            there,
          )}: they have one cluster and one namespace.`,
        ),
      ];
}

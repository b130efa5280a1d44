import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import {
  DiscoveredTarget,
  Discovery,
  DiscoveryInput,
} from '../../discovery/model';
import { compareTargets, describeTarget } from '../compareTargets';
import { EditedFile, EditPlan } from '../model';
import { TreeEdits } from '../TreeEdits';
import { RemovalPlan } from './copy/RemovalPlan';
import { finishPlan, refusedPlan } from './finishPlan';
import { movedOthers } from './movedOthers';
import { refusal } from './refusal';
import { RetireServiceRequest } from './requests';

/**
 * Plans to take targets out: the files that are theirs alone, and wherever
 * another file lists or holds them, the part that does. What others need as
 * well stays as it is. Everything is discovered again: exactly these targets
 * may be gone.
 *
 * @public
 */
export function planRetireService(
  input: DiscoveryInput,
  discovery: Discovery,
  { targets: ids }: RetireServiceRequest,
): EditPlan {
  const asked = new Set(ids);
  const targets = discovery.targets.filter(({ id }) => asked.has(id));
  const unknown = ids.find(id => !targets.some(target => target.id === id));
  if (unknown !== undefined) {
    return refusedPlan(
      input,
      discovery,
      'absent',
      `The repository declares no target ${unknown}.`,
    );
  }
  const edits = new TreeEdits(input);
  const diagnostics: Diagnostic[] = [];
  for (const branch of input.branches) {
    for (const service of new Set(targets.map(each => each.service))) {
      const removal = new RemovalPlan(
        {
          discovery,
          branch,
          service,
          isMeant: target => asked.has(target.id) && target.service === service,
        },
        edits,
      );
      removal.run();
      diagnostics.push(...removal.diagnostics);
    }
  }
  return finishPlan({
    input,
    discovery,
    edits,
    diagnostics,
    check: after => [
      ...checkRetired(discovery, after, targets),
      ...lostNamespaces(after, targets, edits.files()),
    ],
  });
}

function checkRetired(
  before: Discovery,
  after: Discovery,
  targets: readonly DiscoveredTarget[],
): readonly Diagnostic[] {
  const { added, removed, changed } = compareTargets(before, after);
  const gone = new Set(removed.map(({ id }) => id));
  const asked = new Set(targets.map(({ id }) => id));
  const others = [
    ...added,
    ...changed.filter(({ id }) => !asked.has(id)),
    ...removed.filter(({ id }) => !asked.has(id)),
  ];
  return [
    ...targets
      .filter(({ id }) => !gone.has(id))
      .map(target =>
        refusal(
          'ineffective',
          `${describeTarget(
            target,
          )} would still be declared: what declares it is shared with others.`,
        ),
      ),
    ...movedOthers(others),
  ];
}

/** A namespace that goes takes everything in it along. */
function lostNamespaces(
  after: Discovery,
  targets: readonly DiscoveredTarget[],
  files: readonly EditedFile[],
): readonly Diagnostic[] {
  const isLost = files.some(
    ({ before = '', after: text = '' }) =>
      /^kind:\s*Namespace\b/m.test(before) &&
      !/^kind:\s*Namespace\b/m.test(text),
  );
  if (!isLost) return [];
  return targets.flatMap(({ namespace, cluster, environment, service }) => {
    const left = after.targets.find(
      target =>
        namespace !== undefined &&
        target.namespace === namespace &&
        target.cluster === cluster &&
        target.environment === environment,
    );
    return left === undefined
      ? []
      : [
          refusal(
            'namespace-shared',
            `The namespace ${namespace} would go with ${service}, and ${left.service} runs in it; declare it with ${left.service} first.`,
          ),
        ];
  });
}

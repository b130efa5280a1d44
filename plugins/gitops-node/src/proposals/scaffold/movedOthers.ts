import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { DiscoveredTarget } from '../../discovery/model';
import { describeTarget } from '../compareTargets';
import { refusal } from './refusal';

/** Why a plan is refused that changes these targets besides those it is for. */
export function movedOthers(
  others: readonly DiscoveredTarget[],
): readonly Diagnostic[] {
  return others.map(target =>
    refusal(
      'moves-others',
      `It would change ${describeTarget(
        target,
      )} as well, which wasn't asked for.`,
    ),
  );
}

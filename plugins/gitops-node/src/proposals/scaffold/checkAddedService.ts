import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import {
  DiscoveredArtifact,
  DiscoveredTarget,
  Discovery,
} from '../../discovery/model';
import { compareTargets, describeTarget } from '../compareTargets';
import { movedOthers } from './movedOthers';
import { notice, refusal } from './refusal';
import { AddServiceRequest } from './requests';

/** Where the new service is to be. */
export interface ExpectedPlace {
  readonly environment: string;
  readonly cluster?: string;
}

/**
 * Exactly the new targets have to be there, each with what was asked for, and
 * nothing else may have moved.
 */
export function checkAddedService(
  before: Discovery,
  after: Discovery,
  request: AddServiceRequest,
  places: readonly ExpectedPlace[],
): readonly Diagnostic[] {
  const { added, removed, changed } = compareTargets(before, after);
  const isMeant = (target: DiscoveredTarget) =>
    target.service === request.service &&
    places.some(place => isAt(target, place));
  const others = [
    ...added.filter(target => !isMeant(target)),
    ...removed,
    ...changed,
  ];
  return [
    ...places.flatMap(place =>
      checkPlace(
        place,
        added.filter(target => isMeant(target) && isAt(target, place)),
        request,
      ),
    ),
    ...movedOthers(others),
  ];
}

function isAt(target: DiscoveredTarget, place: ExpectedPlace): boolean {
  return (
    target.environment === place.environment &&
    (target.cluster ?? place.environment) ===
      (place.cluster ?? place.environment)
  );
}

function checkPlace(
  place: ExpectedPlace,
  found: readonly DiscoveredTarget[],
  { service, image }: AddServiceRequest,
): readonly Diagnostic[] {
  const { environment, cluster } = place;
  const where = describeTarget({ service, environment, cluster });
  if (found.length === 0) {
    return [
      refusal('ineffective', `${where} would not be declared by these files.`),
    ];
  }
  const runs = (artifact: DiscoveredArtifact) =>
    (artifact.kind === 'image'
      ? artifact.name === image.name
      : artifact.kind === 'app') &&
    artifact.version === image.version &&
    (artifact.digest === undefined || artifact.digest === image.digest);
  const running = found
    .flatMap(({ artifacts }) => artifacts)
    .filter(artifact => runs(artifact));
  const isUnpinned =
    image.digest !== undefined &&
    running.every(({ digest }) => digest === undefined);
  if (running.length > 0) {
    const message = `${where} is not pinned to the digest: there is no place for it in this layout.`;
    return isUnpinned ? [notice('digest-not-placed', message)] : [];
  }
  return [
    refusal(
      'ineffective',
      `${where} would not run ${image.name} ${image.version}.`,
    ),
  ];
}

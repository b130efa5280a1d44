import {
  Delivery,
  Difference,
  ResourceObservation,
} from '@backstage-gitops/plugin-gitops-common';

/**
 * Tells from drift what Git declares and the engine has not applied yet: a
 * field whose live value the engine wrote itself, while it has still to apply
 * what is declared now. What anybody else wrote is drift all the same.
 */
export function markUndelivered(
  resources: readonly ResourceObservation[],
  { steps }: Pick<Delivery, 'steps'>,
  managers: readonly string[],
): readonly ResourceObservation[] {
  const applied = steps.find(({ step }) => step === 'applied');
  if (applied === undefined || applied.state === 'done') return resources;
  const isOwn = ({ class: kind, lastWrite }: Difference) =>
    (kind === 'changed' || kind === 'pendingRemoval') &&
    lastWrite !== undefined &&
    managers.includes(lastWrite.manager);
  return resources.map(resource =>
    resource.differences.some(isOwn)
      ? {
          ...resource,
          differences: resource.differences.map(difference =>
            isOwn(difference)
              ? { ...difference, class: 'undelivered' }
              : difference,
          ),
        }
      : resource,
  );
}

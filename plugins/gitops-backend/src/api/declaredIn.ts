import { ResourceSelector } from '@backstage-gitops/plugin-gitops-common';
import { DesiredUnit, Resource } from '@backstage-gitops/plugin-gitops-node';

/** The object of a unit that a resource of its cluster is. */
export function declaredIn(
  { resources, namespace }: Pick<DesiredUnit, 'resources' | 'namespace'>,
  named: ResourceSelector,
): DesiredUnit['resources'][number] | undefined {
  const found = resources.filter(
    ({ resource }) =>
      resource.kind === named.kind &&
      groupOf(resource) === named.group &&
      metadataOf(resource).name === named.name,
  );
  const within = (wanted: string | undefined) =>
    found.find(
      ({ resource }) =>
        (metadataOf(resource).namespace ?? namespace) === wanted,
    );
  // An engine may put what names no namespace into one that it alone knows.
  const exact = within(named.namespace) ?? within(undefined);
  // Objects of the cluster may declare a namespace that counts for nothing.
  return exact ?? (named.namespace === undefined ? found[0] : undefined);
}

function groupOf({ apiVersion }: Resource): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
}

function metadataOf({ metadata }: Resource): {
  readonly name?: unknown;
  readonly namespace?: unknown;
} {
  return typeof metadata === 'object' && metadata !== null ? metadata : {};
}

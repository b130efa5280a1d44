import type { ResourceSelector } from '@backstage-gitops/plugin-gitops-common';

type Named = Pick<ResourceSelector, 'kind' | 'namespace' | 'name'> & {
  readonly group?: string;
};

/** What tells a resource from all others of a cluster. */
export function resourceKey(resource: Named): string {
  const { group = '', kind, namespace = '', name } = resource;
  return JSON.stringify([group, kind, namespace, name]);
}

/** "Deployment ticket-sales" */
export function resourceTitle({ kind, name }: Named): string {
  return `${kind} ${name}`;
}

export function selectorOf(resource: Named): ResourceSelector {
  const { group = '', kind, namespace, name } = resource;
  return { group, kind, namespace, name };
}

const compare = new Intl.Collator('en', { numeric: true }).compare;

/** By kind, then name, then namespace: an order that live data never moves. */
export function byResource(a: Named, b: Named): number {
  return (
    compare(a.kind, b.kind) ||
    compare(a.name, b.name) ||
    compare(a.namespace ?? '', b.namespace ?? '') ||
    compare(a.group ?? '', b.group ?? '')
  );
}

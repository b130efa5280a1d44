import type { ResourceSelector } from '@backstage-gitops/plugin-gitops-common';

export const TARGET_VIEWS = [
  'overview',
  'delivery',
  'resources',
  'drift',
  'proposals',
  'history',
] as const;

export type TargetView = (typeof TARGET_VIEWS)[number];

/** Which target's details are open, and what of it is shown. */
export interface OpenTarget {
  readonly id: string;
  readonly view: TargetView;
  /** The resource whose manifests are compared. */
  readonly resource?: ResourceSelector;
}

const TARGET = 'target';
const VIEW = 'view';
const RESOURCE = 'resource';

export function readTargetAddress(
  parameters: URLSearchParams,
): OpenTarget | undefined {
  const id = parameters.get(TARGET);
  if (!id) return undefined;
  const named = parameters.get(VIEW);
  const view = TARGET_VIEWS.find(name => name === named) ?? 'overview';
  return { id, view, resource: parseResource(parameters.get(RESOURCE)) };
}

/** Writes what is open beside the parameters that others own. */
export function writeTargetAddress(
  parameters: URLSearchParams,
  open: OpenTarget | undefined,
): URLSearchParams {
  const next = new URLSearchParams(parameters);
  for (const key of [TARGET, VIEW, RESOURCE]) next.delete(key);
  if (!open) return next;
  next.set(TARGET, open.id);
  if (open.view !== 'overview') next.set(VIEW, open.view);
  if (open.resource) next.set(RESOURCE, resourceText(open.resource));
  return next;
}

// None of the four parts may hold a slash in Kubernetes.
function resourceText(resource: ResourceSelector): string {
  const { group, kind, namespace = '', name } = resource;
  return [group, kind, namespace, name].join('/');
}

function parseResource(text: string | null): ResourceSelector | undefined {
  const [group, kind, namespace, name, ...rest] = text?.split('/') ?? [];
  if (!kind || !name || rest.length > 0) return undefined;
  return { group, kind, namespace: namespace || undefined, name };
}

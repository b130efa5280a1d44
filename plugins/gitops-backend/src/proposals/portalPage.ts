import { parseEntityRef } from '@backstage/catalog-model';

/** The portal's page of a proposal: that of its service, else the fleet. */
export function portalPage(
  portal: string | undefined,
  targets: readonly { readonly entity_ref: string }[],
): string | undefined {
  if (portal === undefined) return undefined;
  const [ref, ...others] = new Set(
    targets.map(({ entity_ref }) => entity_ref).filter(Boolean),
  );
  if (ref === undefined || others.length > 0) return `${portal}/gitops`;
  const { kind, namespace, name } = parseEntityRef(ref);
  const path = [namespace, kind, name].map(encodeURIComponent).join('/');
  return `${portal}/catalog/${path}/deployments`;
}

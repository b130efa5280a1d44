import { Target, Unit } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../../../manifests/Resource';
import { DesiredUnit } from '../../Engine';

/** A unit of the tests that declares these objects. */
export function desiredUnit(
  resources: readonly Resource[],
  options: {
    readonly id?: string;
    readonly revision?: string;
    readonly namespace?: string;
    readonly services?: readonly string[];
    readonly indeterminate?: readonly string[];
    readonly unit?: Partial<Unit>;
  } = {},
): DesiredUnit {
  const { id = 'books/Overlay/_/shop@eu-1', services = ['shop'] } = options;
  return {
    unit: {
      id,
      kind: 'Overlay',
      name: 'shop',
      cluster: 'eu-1',
      environment: 'production',
      path: 'overlays/shop',
      declaredBy: { file: 'overlays/shop/kustomization.yaml', line: 1 },
      files: [],
      ...options.unit,
    },
    targets: services.map(service => target(id, service)),
    revision: options.revision ?? 'a'.repeat(40),
    ...(options.namespace !== undefined && { namespace: options.namespace }),
    resources: resources.map(resource => ({
      resource,
      origin: () => ({ file: 'overlays/shop/shop.yaml', line: 1 }),
    })),
    indeterminate: options.indeterminate ?? [],
  };
}

function target(unit: string, service: string): Target {
  return {
    id: `${unit}:${service}`,
    unit,
    service,
    aliases: [],
    environment: 'production',
    path: 'overlays/shop',
    artifacts: [],
  };
}

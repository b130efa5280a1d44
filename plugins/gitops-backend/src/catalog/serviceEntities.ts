import {
  FleetRow,
  GITOPS_SERVICE_ANNOTATION,
} from '@backstage-gitops/plugin-gitops-common';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  Entity,
} from '@backstage/catalog-model';
import { digestOf } from '../database/digest';
import { providedLocation } from '../entities/EntitySelector';

const longestName = 63;

/**
 * A Component for each service that no entity of one's own stands for. The
 * annotation says which service it is, because a service may have a name that
 * no entity can have.
 */
export function serviceEntities(
  rows: readonly Pick<FleetRow, 'service' | 'entityRef'>[],
  owner: string,
): Entity[] {
  const services = new Map<string, boolean>();
  for (const { service, entityRef } of rows) {
    const isOwn = entityRef !== undefined && entityRef !== providedRef(service);
    services.set(service, isOwn || (services.get(service) ?? false));
  }
  return [...services]
    .filter(([, hasOwn]) => !hasOwn)
    .map(([service]) => serviceEntity(service, owner));
}

function serviceEntity(service: string, owner: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: entityName(service),
      title: service,
      description: 'Declared in Git; nobody has registered it yet',
      annotations: {
        [ANNOTATION_LOCATION]: providedLocation,
        [ANNOTATION_ORIGIN_LOCATION]: providedLocation,
        [GITOPS_SERVICE_ANNOTATION]: service,
      },
    },
    spec: { type: 'service', lifecycle: 'unknown', owner },
  };
}

function providedRef(service: string): string {
  return `component:default/${entityName(service)}`.toLocaleLowerCase('en-US');
}

/** The service's name, or one as near to it as the catalog allows. */
function entityName(service: string): string {
  const isName =
    service.length <= longestName &&
    /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(service);
  if (isName) return service;
  const suffix = digestOf(service).replace(/[-_]/g, 'x').slice(0, 8);
  const stem = service
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(0, longestName - suffix.length - 1)
    .replace(/^-+|-+$/g, '');
  return stem === '' ? suffix : `${stem}-${suffix}`;
}

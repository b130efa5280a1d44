import { ExpandedUnit } from './Expansion';
import { Place } from './inferPlace';
import { DiscoveryInput } from './model';

/**
 * A unit's id: the repository, the declaring object and where it runs. Folders
 * are no part of it, except for an overlay, which nothing but its path names.
 */
export function unitIdentity(
  input: DiscoveryInput,
  { declaration, scope }: ExpandedUnit,
  place: Place,
): string {
  const { kind, group, name, instance } = declaration;
  const type = group === '' ? kind : `${kind}.${group}`;
  const namespace =
    declaration.namespace ?? scope.appliedBy?.targetNamespace ?? '_';
  const object = [input.repository.id, type, namespace, name];
  const where = [
    instance === undefined ? '' : `/${instance}`,
    `@${place.cluster ?? place.environment}`,
    scope.branch.environment === undefined ? '' : `!${scope.branch.name}`,
  ];
  return `${object.join('/')}${where.join('')}`;
}

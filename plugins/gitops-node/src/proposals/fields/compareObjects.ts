import { FieldSegment } from '../../manifests/fieldPath';
import { Resource, ResourceRef } from '../../manifests/Resource';
import { resourceName } from '../../manifests/resourceName';
import { changedData, FieldAbsentError } from '../edit/changedData';
import { FieldChange } from './model';

/**
 * What a unit's objects before and after an edit tell of it: `alone`, the
 * changes were made and nothing else; `other`, the object doesn't come to what
 * was asked; `more`, other objects change as well.
 */
export type ObjectComparison =
  | { readonly state: 'alone' }
  | { readonly state: 'other'; readonly resource: string }
  | { readonly state: 'more'; readonly resources: readonly string[] };

/**
 * Compares a unit's objects with what a change should make of them. The order
 * of lists of objects is left open (a patch puts what it adds first), and what
 * is left empty by a removal is as good as gone. An object that kustomize names
 * by its content may get another name, wherever it is referred to.
 */
export function compareObjects(
  before: readonly Resource[],
  after: readonly Resource[],
  changes: readonly FieldChange[],
): ObjectComparison {
  const prunes = changes.some(({ edit }) => edit.op === 'remove');
  const old = new Map<string, Resource>();
  for (const object of before) old.set(resourceName(object), object);
  const asked = new Set<string>();
  for (const { resource, segments, edit } of changes) {
    const name = nameIn(old.values(), resource);
    const object = name === undefined ? undefined : old.get(name);
    const changed = object && changedResource(object, segments, edit);
    if (name === undefined || changed === undefined) {
      return { state: 'other', resource: resource.name };
    }
    old.set(name, changed);
    asked.add(name);
  }
  const renames = renamed([...old.keys()], after.map(resourceName));
  const expected = textsOf([...old.values()], prunes, renames);
  const actual = textsOf(after, prunes, new Map());
  const different = [...new Set([...expected.keys(), ...actual.keys()])].filter(
    name => expected.get(name) !== actual.get(name),
  );
  if (different.length === 0) return { state: 'alone' };
  const own = [...asked].map(name => renames.get(name) ?? name);
  const others = different.filter(name => !own.includes(name));
  const [missed] = different.filter(name => own.includes(name));
  return missed === undefined
    ? { state: 'more', resources: others }
    : { state: 'other', resource: missed };
}

function changedResource(
  object: Resource,
  segments: readonly FieldSegment[],
  edit: FieldChange['edit'],
): Resource | undefined {
  try {
    const changed = changedData(object, segments, edit);
    const { apiVersion, kind } = object;
    return typeof changed === 'object'
      ? { ...changed, apiVersion, kind }
      : undefined;
  } catch (error) {
    if (error instanceof FieldAbsentError) return undefined;
    throw error;
  }
}

/** By group, kind and name; by namespace where that leaves several. */
export function nameIn(
  objects: Iterable<Resource>,
  { group, kind, namespace, name }: ResourceRef,
): string | undefined {
  const names = [...objects].map(resourceName).filter(text => {
    const [ofGroup, ofKind, , ofName] = text.split('/');
    return ofGroup === (group || '_') && ofKind === kind && ofName === name;
  });
  if (names.length === 1) return names[0];
  return names.find(text => text.split('/')[2] === (namespace ?? '_'));
}

/** The object itself. */
export function findResource(
  objects: readonly Resource[],
  resource: ResourceRef,
): Resource | undefined {
  const name = nameIn(objects, resource);
  return objects.find(object => resourceName(object) === name);
}

const hashed = /-[a-z0-9]{10}$/;

/** Names that are gone, to those that came in their place. */
function renamed(
  before: readonly string[],
  after: readonly string[],
): ReadonlyMap<string, string> {
  const come = after.filter(name => !before.includes(name));
  const renames = new Map<string, string>();
  for (const name of before) {
    if (after.includes(name) || !/^_\/(?:ConfigMap|Secret)\//.test(name))
      continue;
    const stem = name.replace(hashed, '');
    const found = come.filter(
      other => other !== stem && other.replace(hashed, '') === stem,
    );
    if (stem !== name && found.length === 1) renames.set(name, found[0]);
  }
  return renames;
}

function textsOf(
  objects: readonly Resource[],
  prunes: boolean,
  renames: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map(
    objects.map(object => {
      let text = JSON.stringify(canonical(object, prunes)) ?? '';
      for (const [from, to] of renames) {
        const [old, now] = [from, to].map(name =>
          JSON.stringify(name.split('/')[3]),
        );
        text = text.replaceAll(old, now);
      }
      const name = resourceName(object);
      return [renames.get(name) ?? name, text];
    }),
  );
}

function canonical(value: unknown, prunes: boolean): unknown {
  if (Array.isArray(value)) {
    const items = value.map(item => canonical(item, prunes));
    const isOfObjects = items.every(
      item => typeof item === 'object' && item !== null,
    );
    return isOfObjects
      ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, item]) => [key, canonical(item, prunes)] as const)
    .filter(([, item]) => !prunes || !isEmpty(item))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

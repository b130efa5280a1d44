import { isJsonObject, Json } from '../Json';
import { isKubeObject, KubeObject } from '../KubeObject';
import { Schema } from '../schema/Schema';
import { changedFields, FieldSet, fieldsOf } from './FieldSet';
import {
  both,
  describeOwner,
  either,
  isEntryOf,
  minus,
  Ownership,
  ownershipsOf,
  toManagedFields,
  Writer,
} from './managers';
import { mergeBySchema, removeFields } from './mergeBySchema';

export interface Conflict {
  /** As the message names it. */
  readonly owner: string;
  readonly field: string;
}

export type ApplyResult =
  | { readonly type: 'applied'; readonly object: KubeObject }
  | { readonly type: 'conflict'; readonly conflicts: readonly Conflict[] };

/**
 * Server-side apply: the writer owns what it names and nothing else. What it
 * named before and no longer does goes, unless someone else owns it as well.
 */
export function applyObject(options: {
  readonly live: KubeObject | undefined;
  readonly applied: KubeObject;
  readonly schema: Schema;
  readonly writer: Writer;
  readonly force: boolean;
  readonly withDefaults: (object: KubeObject) => KubeObject;
}): ApplyResult {
  const { live, applied, schema, writer, force, withDefaults } = options;
  const named = fieldsOf(applied, schema);
  const owners = live ? ownershipsOf(live) : [];
  const before = owners.find(owner => isEntryOf(owner, writer));
  const others = owners.filter(owner => owner !== before);
  const changed = live
    ? changedFields(live, merge(live, applied, schema), schema)
    : named;
  const taken = both(named, changed);
  const conflicts = others.flatMap(owner =>
    [...both(owner.fields, taken)].map(field => ({
      owner: describeOwner(owner),
      field,
    })),
  );
  if (conflicts.length > 0 && !force) return { type: 'conflict', conflicts };

  const left = others.map(owner => ({
    ...owner,
    fields: minus(owner.fields, taken),
  }));
  const kept = left.reduce((all, { fields }) => either(all, fields), named);
  const given = before ? goneFields(before.fields, kept) : new Set<string>();
  const merged = live
    ? merge(without(live, schema, given), applied, schema)
    : applied;
  const object = withDefaults(merged);
  const own: Ownership = {
    ...writer,
    apiVersion: applied.apiVersion,
    fields: named,
    time: isSame(before, named, live, object, schema)
      ? before?.time ?? writer.time
      : writer.time,
  };
  return { type: 'applied', object: owned(object, [...left, own]) };
}

/** What was named and is neither named now nor holds what someone keeps. */
function goneFields(before: FieldSet, kept: FieldSet): FieldSet {
  return new Set(
    [...before].filter(
      field =>
        !kept.has(field) &&
        ![...kept].some(other => other.startsWith(`${field}\n`)),
    ),
  );
}

function isSame(
  before: Ownership | undefined,
  named: FieldSet,
  live: KubeObject | undefined,
  object: KubeObject,
  schema: Schema,
): boolean {
  return (
    before !== undefined &&
    minus(before.fields, named).size === 0 &&
    minus(named, before.fields).size === 0 &&
    changedFields(live, object, schema).size === 0
  );
}

function merge(live: KubeObject, applied: KubeObject, schema: Schema) {
  return checked(mergeBySchema(asJson(live), asJson(applied), schema));
}

function without(live: KubeObject, schema: Schema, fields: FieldSet) {
  return checked(removeFields(asJson(live), schema, fields));
}

export function owned(
  object: KubeObject,
  owners: readonly Ownership[],
): KubeObject {
  return {
    ...object,
    metadata: { ...object.metadata, managedFields: toManagedFields(owners) },
  };
}

/** An object of ours is JSON; the compiler only knows its named parts. */
export function asJson(object: KubeObject): Json {
  const json: Json = JSON.parse(JSON.stringify(object));
  return json;
}

export function checked(value: Json | undefined): KubeObject {
  if (isJsonObject(value) && isKubeObject(value)) return value;
  throw new Error('The object would lose its identity');
}

import { KubeObject, ManagedFields } from '../KubeObject';
import { FieldSet, fromFieldsV1, toFieldsV1 } from './FieldSet';

/** Who writes, how, and when. */
export interface Writer {
  readonly manager: string;
  readonly operation: ManagedFields['operation'];
  readonly subresource?: 'status';
  /** ISO 8601 without a fraction of a second. */
  readonly time: string;
}

/** A manager's entry with its fields read. */
export interface Ownership extends Writer {
  readonly apiVersion: string;
  readonly fields: FieldSet;
}

export function ownershipsOf(object: KubeObject): Ownership[] {
  return (object.metadata.managedFields ?? []).map(entry => ({
    manager: entry.manager,
    operation: entry.operation,
    ...(entry.subresource === 'status' && { subresource: 'status' as const }),
    time: entry.time,
    apiVersion: entry.apiVersion,
    fields: fromFieldsV1(entry.fieldsV1),
  }));
}

export function isEntryOf(ownership: Writer, writer: Writer): boolean {
  return (
    ownership.manager === writer.manager &&
    ownership.operation === writer.operation &&
    ownership.subresource === writer.subresource
  );
}

/** Entries as they are stored; one that owns nothing any more is gone. */
export function toManagedFields(
  ownerships: readonly Ownership[],
): ManagedFields[] {
  return ownerships
    .filter(({ fields }) => fields.size > 0)
    .sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1))
    .map(({ manager, operation, subresource, time, apiVersion, fields }) => ({
      manager,
      operation,
      apiVersion,
      time,
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(fields),
      ...(subresource && { subresource }),
    }));
}

/** Those that apply come first, then by time. */
function sortKey({ operation, time, manager }: Ownership): string {
  return `${operation} ${time} ${manager}`;
}

/** As a conflict names it. */
export function describeOwner(owner: Ownership): string {
  const { manager, subresource, operation, apiVersion } = owner;
  const name = JSON.stringify(manager);
  const by = subresource ? `${name} with subresource "${subresource}"` : name;
  return operation === 'Update' ? `${by} using ${apiVersion}` : by;
}

export function minus(fields: FieldSet, others: FieldSet): FieldSet {
  return new Set([...fields].filter(field => !others.has(field)));
}

export function both(fields: FieldSet, others: FieldSet): FieldSet {
  return new Set([...fields].filter(field => others.has(field)));
}

export function either(fields: FieldSet, others: FieldSet): FieldSet {
  return new Set([...fields, ...others]);
}

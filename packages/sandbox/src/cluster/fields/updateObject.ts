import { KubeObject } from '../KubeObject';
import { Schema } from '../schema/Schema';
import { owned } from './applyObject';
import { changedFields, fieldsOf } from './FieldSet';
import {
  both,
  either,
  isEntryOf,
  minus,
  Ownership,
  ownershipsOf,
  Writer,
} from './managers';

/**
 * What any other write does to ownership: whoever changes a field owns it and
 * takes it from all others.
 */
export function updateObject(options: {
  readonly live: KubeObject | undefined;
  readonly wanted: KubeObject;
  readonly schema: Schema;
  readonly writer: Writer;
}): KubeObject {
  const { live, wanted, schema, writer } = options;
  const changed = changedFields(live, wanted, schema);
  const present = fieldsOf(wanted, schema);
  const owners = live ? ownershipsOf(live) : [];
  const before = owners.find(owner => isEntryOf(owner, writer));
  const others = owners
    .filter(owner => owner !== before)
    .map(owner => ({
      ...owner,
      fields: minus(both(owner.fields, present), changed),
    }));
  const own: Ownership = {
    ...writer,
    apiVersion: wanted.apiVersion,
    fields: either(both(before?.fields ?? new Set(), present), changed),
    time: changed.size > 0 || !before ? writer.time : before.time,
  };
  return owned(wanted, [...others, own]);
}

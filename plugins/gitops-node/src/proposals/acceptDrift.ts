import { isDeepStrictEqual } from 'node:util';
import {
  Diagnostic,
  Difference,
  ResourceDrift,
} from '@backstage-gitops/plugin-gitops-common';
import { DiscoveredTarget } from '../discovery/model';
import { parseField } from '../manifests/fieldPath';
import { Resource, ResourceRef } from '../manifests/Resource';
import { dataAt } from './edit/itemKeys';
import { findResource } from './fields/compareObjects';
import { FieldChange } from './fields/model';

/** What accepting drift comes to, field by field. */
export interface AcceptedFields {
  readonly changes: readonly FieldChange[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What has to be declared so that chosen fields are as they are live: a changed
 * field gets the live value, a field that live doesn't have goes from Git, and
 * one that only live has comes to it. What is a secret, or shown masked, is
 * refused, and what Git declares otherwise by now: `declared` are the unit's
 * objects as it does.
 */
export function acceptDrift(
  target: DiscoveredTarget,
  drift: ResourceDrift,
  fields: readonly string[],
  declared: readonly Resource[],
): AcceptedFields {
  const { group, kind, namespace, name, status } = drift;
  const what = `${kind} ${name}`;
  if (kind === 'Secret' && group === '') {
    return refused(`${what} is a secret: it is never written into Git.`);
  }
  if (status !== 'drifted') {
    return refused(
      `${what} is ${status}${
        drift.reason ? `: ${drift.reason}` : ''
      }; there is no field to accept.`,
    );
  }
  const resource: ResourceRef = {
    group,
    kind,
    name,
    ...(namespace !== undefined && { namespace }),
  };
  const object = findResource(declared, resource);
  const known = new Map(drift.differences.map(other => [other.field, other]));
  const changes: FieldChange[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const field of new Set(fields)) {
    const difference = known.get(field);
    const segments = parseField(field);
    const problem =
      problemOf(difference, what, field) ?? staleness(difference, object);
    if (difference === undefined || segments === undefined || problem) {
      diagnostics.push(problemDiagnostic(problem ?? `${field} is no field.`));
      continue;
    }
    changes.push({
      unit: target.unit,
      resource,
      ...editOf(difference, segments),
    });
  }
  return { changes, diagnostics };
}

function problemOf(
  difference: Difference | undefined,
  what: string,
  field: string,
): string | undefined {
  if (difference === undefined) {
    return `${field} of ${what} is as declared, as far as is known now.`;
  }
  const { live, declared, class: kind } = difference;
  if (isMasked(live) || isMasked(declared)) {
    return `${field} of ${what} is a secret or holds one: it is never written into Git.`;
  }
  if (live === undefined && kind !== 'missing') {
    return `What ${field} of ${what} is live is not known.`;
  }
  return undefined;
}

/** Drift that was compared with what Git declares no longer. */
function staleness(
  difference: Difference | undefined,
  object: Resource | undefined,
): string | undefined {
  if (difference?.declared === undefined || object === undefined) {
    return undefined;
  }
  const { field, declared } = difference;
  const now = (parseField(field) ?? []).reduce<unknown>(dataAt, object);
  return now === undefined || isSameData(now, declared)
    ? undefined
    : `${field} is declared otherwise by now than when the drift was seen: compare again.`;
}

function isSameData(one: unknown, other: unknown): boolean {
  return typeof one === 'object' && one !== null
    ? isDeepStrictEqual(one, other)
    : String(one) === String(other);
}

function editOf(
  { class: kind, field, live }: Difference,
  segments: FieldChange['segments'],
): Pick<FieldChange, 'segments' | 'field' | 'edit'> {
  if (kind === 'missing') return { segments, field, edit: { op: 'remove' } };
  // The place in the live list says nothing of where it is declared.
  const isItem = typeof segments.at(-1) === 'number';
  if (kind !== 'changed' && isItem) {
    return {
      segments: segments.slice(0, -1),
      field: field.replace(/\[\d+\]$/, ''),
      edit: { op: 'append', value: live },
    };
  }
  return { segments, field, edit: { op: 'set', value: live } };
}

/** What stands in for a secret, anywhere in a value. */
const mask = /\*\*\*[0-9a-f]{8}/;

function isMasked(value: unknown): boolean {
  if (typeof value === 'string') return mask.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(isMasked);
}

function refused(message: string): AcceptedFields {
  return { changes: [], diagnostics: [problemDiagnostic(message)] };
}

function problemDiagnostic(message: string): Diagnostic {
  return { level: 'error', code: 'proposal-drift-unacceptable', message };
}

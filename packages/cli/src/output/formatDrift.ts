import {
  Difference,
  ResourceDrift,
} from '@backstage-gitops/plugin-gitops-common';
import { formatTable } from './formatTable';
import { printable } from './printable';

/** Longer values say no more in a line. */
const maximumWidth = 60;

/** What a person reads of a comparison. */
export function formatDrift(resources: readonly ResourceDrift[]): string {
  const differing = resources.filter(({ status }) => status !== 'synced');
  const shown = resources.filter(
    ({ status, differences }) => status !== 'synced' || differences.length > 0,
  );
  const parts = shown.map(formatResource);
  const hidden = resources.flatMap(({ ignored = [] }) =>
    ignored.map(({ rule, fields }) => ({ rule, fields: fields.length })),
  );
  if (hidden.length > 0) parts.push(formatIgnored(hidden));
  const synced = resources.length - differing.length;
  parts.push(`${synced} of ${resources.length} resources in sync\n`);
  return parts.join('\n');
}

function formatResource(resource: ResourceDrift): string {
  const { group, kind, namespace, name, status, reason } = resource;
  const id = [kind + (group && `.${group}`), namespace, name]
    .filter(Boolean)
    .join('/');
  const title = `${id}: ${status}${reason ? ` (${reason})` : ''}`;
  if (resource.differences.length === 0) return `${printable(title)}\n`;
  return `${printable(title)}\n${formatTable(
    ['  FIELD', 'CLASS', 'DECLARED', 'LIVE', 'LAST WRITE BY', 'DECLARED AT'],
    resource.differences.map(difference => [
      `  ${difference.field}`,
      difference.class,
      formatValue(difference.declared),
      formatValue(difference.live),
      formatWrite(difference.lastWrite),
      difference.origin
        ? `${difference.origin.file}:${difference.origin.line}`
        : '-',
    ]),
    '',
  )}`;
}

function formatValue(value: unknown): string {
  if (value === undefined) return '-';
  const text = JSON.stringify(value);
  return text.length > maximumWidth
    ? `${text.slice(0, maximumWidth - 1)}…`
    : text;
}

function formatWrite(write: Difference['lastWrite']): string {
  if (write === undefined) return '-';
  const { manager, subresource, time } = write;
  const by = subresource ? `${manager} (${subresource})` : manager;
  return time === undefined ? by : `${by}, ${time}`;
}

function formatIgnored(
  hidden: readonly { readonly rule: string; readonly fields: number }[],
): string {
  const counts = new Map<string, number>();
  for (const { rule, fields } of hidden) {
    counts.set(rule, (counts.get(rule) ?? 0) + fields);
  }
  return formatTable(
    ['IGNORED BY RULE', 'FIELDS'],
    [...counts].map(([rule, fields]) => [rule, String(fields)]),
    '',
  );
}

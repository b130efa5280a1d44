import { ChangedLine } from './changedLines';
import {
  isVersionScalar,
  mayHoldVersion,
  nestedDocumentKeys,
  scalarItemSegment,
  VersionFactSelector,
} from './versionFacts';

/** What a changed line does to the facts of its file. */
export type FactChange =
  /** It held no fact and holds none. */
  | { readonly type: 'none' }
  /** Its fact, which had the value `from`, now has the value `to`. */
  | { readonly type: 'value'; readonly from: string; readonly to: string };

/** `key: value` or `- value`, in characters that mean nothing to YAML. */
const plainLine =
  /^( *(?:- +)*)(?:([A-Za-z][A-Za-z0-9_-]*)(: +))?(["']?)([A-Za-z0-9][A-Za-z0-9._/@:+?&=-]*)\4((?: +#.*)?)$/;

/** Keys whose value names what other fields belong to. */
const namingKeys = new Set(['name', 'kind', 'namespace']);

/**
 * What a line whose text changed does to the facts, where that can be told
 * without reading the rest of the file: the same key in the same place with
 * another plain value. Undefined where the whole file must be read.
 */
export function changedFact(
  { before, after }: ChangedLine,
  selector: VersionFactSelector,
): FactChange | undefined {
  const [old, now] = [plainLine.exec(before), plainLine.exec(after)];
  if (old === null || now === null) return undefined;
  for (const part of [1, 2, 3, 4, 6]) {
    if (old[part] !== now[part]) return undefined;
  }
  const [key, from, to] = [now[2], old[5], now[5]];
  if (key !== undefined && namingKeys.has(key)) return undefined;
  if (key !== undefined && nestedDocumentKeys.has(key)) return undefined;
  if (!isPlain(from) || !isPlain(to)) return undefined;
  const [was, is] = [from, to].map(value =>
    isVersionScalar(key, value, selector),
  );
  if (was && is) {
    if (key === undefined && !isSameItem(from, to)) return undefined;
    return { type: 'value', from, to };
  }
  // Part of a longer text may make it a version: then both must be harmless.
  if (was || is || mayHoldVersion(from) || mayHoldVersion(to)) return undefined;
  return { type: 'none' };
}

function isPlain(value: string): boolean {
  return !value.endsWith(':') && !/^null$/i.test(value);
}

function isSameItem(from: string, to: string): boolean {
  const [old, now] = [from, to].map(value => scalarItemSegment(0, value));
  if (typeof old !== 'object' || typeof now !== 'object') return old === now;
  return old.value === now.value;
}

/** A line that differs, with what that does to its fact. */
export type LineChange = FactChange & { readonly line: number };

/** What changed lines do to the facts; undefined where one can't tell. */
export function factChanges(
  lines: readonly ChangedLine[],
  selector: VersionFactSelector,
): readonly LineChange[] | undefined {
  const changes: LineChange[] = [];
  for (const changed of lines) {
    const change = changedFact(changed, selector);
    if (change === undefined) return undefined;
    changes.push({ ...change, line: changed.line });
  }
  return changes;
}

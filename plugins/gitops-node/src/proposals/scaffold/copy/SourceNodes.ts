import {
  Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  Node,
  Pair,
  Scalar,
  YAMLMap,
  YAMLSeq,
} from 'yaml';

/** A part of a list, a mapping or a file that can be copied or taken out. */
export type Member =
  | {
      readonly kind: 'item';
      readonly list: YAMLSeq;
      readonly node: Node;
      readonly index: number;
    }
  | {
      readonly kind: 'entry';
      readonly map: YAMLMap;
      readonly pair: Pair;
      readonly index: number;
    }
  | { readonly kind: 'document'; readonly document: Document.Parsed };

/** Where a member stands in its text, from and to. */
export interface Extent {
  readonly start: number;
  readonly end: number;
  /** Whole lines, or between the commas of a list on one line. */
  readonly style: 'lines' | 'flow';
}

/** `undefined` where it stands so that it can't be told apart. */
export function extentOf(text: string, member: Member): Extent | undefined {
  switch (member.kind) {
    case 'document':
      return linesOf(text, member.document.contents, /^$/);
    case 'entry':
      return member.map.flow
        ? flowExtent(text, member.pair.key, member.pair.value)
        : linesOf(text, member.pair.key, /^[ \t]*$/, member.pair.value);
    default:
      return member.list.flow
        ? flowExtent(text, member.node)
        : linesOf(text, member.node, /^[ \t]*-[ \t]+$/);
  }
}

function linesOf(
  text: string,
  first: unknown,
  margin: RegExp,
  last: unknown = first,
): Extent | undefined {
  const from = rangeOf(first)?.[0];
  const to = (rangeOf(last) ?? rangeOf(first))?.[1];
  if (from === undefined || to === undefined) return undefined;
  const start = text.lastIndexOf('\n', from - 1) + 1;
  if (!margin.test(text.slice(start, from))) return undefined;
  const content = text.slice(from, to).trimEnd();
  const newline = text.indexOf('\n', from + content.length);
  return {
    start,
    end: newline < 0 ? text.length : newline + 1,
    style: 'lines',
  };
}

function flowExtent(
  text: string,
  first: unknown,
  last: unknown = first,
): Extent | undefined {
  const start = rangeOf(first)?.[0];
  const to = (rangeOf(last) ?? rangeOf(first))?.[1];
  if (start === undefined || to === undefined) return undefined;
  const content = text.slice(start, to).trimEnd();
  return { start, end: start + content.length, style: 'flow' };
}

export function rangeOf(
  node: unknown,
): readonly [number, number, number] | undefined {
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return undefined;
  return node.range ?? undefined;
}

/** The text of a scalar as it is meant; `undefined` for anything else. */
export function scalarTextOf(node: unknown): string | undefined {
  if (!isScalar(node)) return undefined;
  const { value } = node;
  if (value === null || value === undefined) return undefined;
  return typeof value === 'string' ? value : node.source ?? String(value);
}

export function keyOf(pair: unknown): string {
  return isPair(pair) ? scalarTextOf(pair.key) ?? '' : '';
}

/** The direct entries of a mapping that are scalars. */
export function scalarsOf(node: unknown): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (!isMap(node)) return found;
  for (const pair of node.items) {
    const text = scalarTextOf(pair.value);
    if (text !== undefined) found.set(keyOf(pair), text);
  }
  return found;
}

export function isBlockText(scalar: Scalar): boolean {
  return scalar.type === 'BLOCK_LITERAL' || scalar.type === 'BLOCK_FOLDED';
}

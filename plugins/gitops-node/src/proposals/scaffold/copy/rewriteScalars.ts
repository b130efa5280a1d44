import { isMap, isPair, Node, Scalar, visit } from 'yaml';
import { scalarSource } from '../../edit/scalarSource';
import { isBlockText, keyOf, rangeOf, scalarTextOf } from './SourceNodes';

/** A scalar among its surroundings. */
export interface ScalarSite {
  readonly text: string;
  /** The keys that lead to it from the top of its document. */
  readonly keys: readonly string[];
  /** `kind` of the object it stands in. */
  readonly objectKind: string | undefined;
  readonly isNumber: boolean;
  /** The scalar beside it in its mapping, by key. */
  sibling(key: string): string | undefined;
}

/** What a scalar becomes; `undefined` where it stays. */
export type ScalarRule = (site: ScalarSite) => string | undefined;

export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The changes that a rule makes below a node, `given` ones going before. */
export function rewriteScalars(
  root: Node,
  text: string,
  rule: ScalarRule,
  options: {
    readonly objectKind?: string;
    readonly given?: ReadonlyMap<Scalar, string>;
    readonly renameText: (text: string) => string;
  },
): readonly Splice[] {
  const splices: Splice[] = [];
  const { objectKind, given = new Map(), renameText } = options;
  visit(root, {
    Scalar(key, scalar, ancestors) {
      if (key === 'key') return;
      const range = rangeOf(scalar);
      const current = scalarTextOf(scalar);
      if (range === undefined || current === undefined) return;
      const [start, end] = range;
      if (isBlockText(scalar)) {
        const source = text.slice(start, end);
        const renamed = renameText(source);
        if (renamed !== source) splices.push({ start, end, text: renamed });
        return;
      }
      const wanted: string | undefined =
        given.get(scalar) ??
        rule({
          text: current,
          keys: keysOf(ancestors),
          objectKind,
          isNumber: typeof scalar.value === 'number',
          sibling: name => siblingOf(ancestors, name),
        });
      if (wanted === undefined || wanted === current) return;
      splices.push({ start, end, text: scalarSource(scalar, wanted) });
    },
  });
  return splices;
}

function keysOf(ancestors: readonly unknown[]): readonly string[] {
  return ancestors.flatMap(each => (isPair(each) ? [keyOf(each)] : []));
}

function siblingOf(
  ancestors: readonly unknown[],
  key: string,
): string | undefined {
  const map = ancestors.findLast(each => isMap(each));
  return isMap(map) ? scalarTextOf(map.get(key, true)) : undefined;
}

/** The part of a text from `start` to `end`, with the changes that lie in it. */
export function spliced(
  text: string,
  splices: readonly Splice[],
  start = 0,
  end = text.length,
): string {
  let result = '';
  let position = start;
  const inOrder = splices
    .filter(splice => splice.start >= start && splice.end <= end)
    .sort((a, b) => a.start - b.start);
  for (const splice of inOrder) {
    result += text.slice(position, splice.start) + splice.text;
    position = splice.end;
  }
  return result + text.slice(position, end);
}

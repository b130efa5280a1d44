import { isDeepStrictEqual } from 'node:util';
import { BranchManifests } from '../../discovery/BranchManifests';
import { mergeNodes } from '../../discovery/mergeNodes';
import { joinPath } from '../../discovery/repositoryPath';
import { FieldSegment } from '../../manifests/fieldPath';
import { RecipeChart } from '../../manifests/UnitRecipe';
import {
  MapNode,
  nodeAt,
  ScalarNode,
  toValue,
  YamlNode,
} from '../../manifests/YamlNode';
import { dataAt } from '../edit/itemKeys';
import { WrittenPlace } from './declaredPlace';
import { editBelow } from './editNode';
import { FieldChange } from './model';

/** Values that hold what a rendered object does: perhaps where it comes from. */
interface Candidate {
  readonly node: YamlNode;
  /** Keys within the values. */
  readonly path: readonly string[];
  /** What of the field is below it. */
  readonly below: readonly FieldSegment[];
  readonly likeness: number;
}

/** A value that could be written, in one place or another. */
export interface ValuePlaces {
  readonly path: readonly FieldSegment[];
  /** Where it is written, then where it could be overridden. */
  readonly places: readonly WrittenPlace[];
}

/** More than these are not tried: each takes a render. */
const maximumCandidates = 6;

/**
 * Values of a chart that may set a field of an object that it renders: those
 * that hold the same value, the best named first. Which of them does, only a
 * render tells.
 */
export function chartPlaces(
  chart: RecipeChart,
  object: unknown,
  change: FieldChange,
  branches: ReadonlyMap<string, BranchManifests>,
): readonly ValuePlaces[] {
  const layers = layersOf(chart, branches);
  const merged = layers.reduce<YamlNode | undefined>(
    (base, over) => (base === undefined ? over : mergeNodes(base, over)),
    undefined,
  );
  const { value, depth } = declaredAbove(object, change.segments);
  const own = layers.at(-1);
  return [...parameters(chart), ...leaves(merged, [])]
    .filter(({ node }) => isSame(toValue(node), value))
    .map(({ node, path }): Candidate => {
      const below = change.segments.slice(depth);
      return { node, path, below, likeness: likeness(path, change, depth) };
    })
    .filter(({ likeness: alike, below }) => alike > 0 || below.length === 0)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, maximumCandidates)
    .map(candidate => placesOf(candidate, own, change));
}

/** Lowest first; the last is what the unit says itself. */
function layersOf(
  { place, values, defaults }: RecipeChart,
  branches: ReadonlyMap<string, BranchManifests>,
): readonly YamlNode[] {
  const read = (branch: string, path: string) =>
    branches.get(branch)?.file(path).documents[0]?.root;
  const own =
    place.type === 'local' && defaults === undefined
      ? read(place.branch, joinPath(place.path, 'values.yaml'))
      : undefined;
  const told = values.map(source => {
    if (source.type === 'inline') return source.values;
    return source.type === 'file'
      ? read(source.branch, source.path)
      : undefined;
  });
  return [own, ...told].filter(layer => layer instanceof MapNode);
}

interface Leaf {
  readonly node: YamlNode;
  readonly path: readonly string[];
}

function parameters({ values }: RecipeChart): readonly Leaf[] {
  return values.flatMap(source =>
    source.type === 'parameter'
      ? [{ node: source.value, path: source.name.split('.') }]
      : [],
  );
}

/** Every value of a mapping, the mappings themselves included. */
function leaves(
  node: YamlNode | undefined,
  path: readonly string[],
): readonly Leaf[] {
  if (node === undefined) return [];
  const below =
    node instanceof MapNode
      ? [...node.entries].flatMap(([key, child]) =>
          leaves(child, [...path, key]),
        )
      : [];
  return path.length === 0 ? below : [{ node, path }, ...below];
}

/** What an object declares at a field, else at the last thing above it. */
function declaredAbove(
  object: unknown,
  segments: readonly FieldSegment[],
): { readonly value: unknown; readonly depth: number } {
  let value = object;
  for (const [depth, segment] of segments.entries()) {
    const next = dataAt(value, segment);
    if (next === undefined) return { value, depth };
    value = next;
  }
  return { value, depth: segments.length };
}

function isSame(written: unknown, declared: unknown): boolean {
  if (typeof declared !== 'object' || declared === null) {
    return (
      (typeof written !== 'object' || written === null) &&
      written !== undefined &&
      String(written) === String(declared)
    );
  }
  return isDeepStrictEqual(plain(written), plain(declared));
}

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** How many of a field's words a value's keys have, the last counting most. */
function likeness(
  path: readonly string[],
  { segments }: FieldChange,
  depth: number,
): number {
  const words = segments
    .slice(0, depth)
    .filter(segment => typeof segment === 'string')
    .map(word => word.toLowerCase().replace(/s$/, ''));
  const keys = path.map(key => key.toLowerCase());
  const last = words.at(-1) ?? '';
  const isLast = keys.at(-1)?.includes(last) ?? false;
  const shared = keys.filter(key => words.some(word => key.includes(word)));
  return (last !== '' && isLast ? 10 : 0) + shared.length;
}

function placesOf(
  { node, path, below }: Candidate,
  own: YamlNode | undefined,
  { edit }: FieldChange,
): ValuePlaces {
  const isParameter =
    node instanceof ScalarNode && node.position.key === 'value';
  const written =
    edit.op === 'set' && isParameter
      ? { ...edit, value: String(edit.value) }
      : edit;
  const places = [{ line: node.line, ...editBelow(node, below, written) }];
  const isOwn = own !== undefined && nodeAt(own, ...path) === node;
  if (own !== undefined && !isOwn && !isParameter) {
    const over =
      edit.op === 'remove' ? ({ op: 'set', value: null } as const) : edit;
    const place = editBelow(own, [...path, ...below], over);
    places.push({ line: own.line, ...place });
  }
  return { path: [...path, ...below], places };
}

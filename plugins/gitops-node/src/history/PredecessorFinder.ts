import { HistoryIndex } from './HistoryIndex';
import { StoredFact } from './FactStore';
import { absent, PathHistory } from './PathHistory';
import { artifactNameOf, lastKey } from './declaredVersion';

/** A scalar of a file, followed through the file's states. */
export interface FactPlace {
  readonly path: PathHistory;
  readonly fact: StoredFact;
}

/** How many other files of one commit are looked at for a moved field. */
const maximumMovedFiles = 2_000;

/** The fields that one commit took away, by what tells them apart. */
interface VanishedFacts {
  readonly byName: ReadonlyMap<string, readonly FactPlace[]>;
  readonly byLastKey: ReadonlyMap<string, readonly FactPlace[]>;
}

/** Finds where a field was declared before a commit brought it. */
export class PredecessorFinder {
  readonly #index: HistoryIndex;
  /** By position; several targets' fields often move with one commit. */
  readonly #vanished = new Map<number, VanishedFacts>();

  constructor(index: HistoryIndex) {
    this.#index = index;
  }

  /**
   * Where a field's value was declared before the commit at `position` brought
   * the field: in a field that the same commit took away (a rename or a move),
   * else in another of the unit's files (the base that an overlay overrides).
   */
  find(
    place: FactPlace,
    position: number,
    dependencies: readonly string[],
  ): FactPlace | undefined {
    if (position === 0) return undefined;
    return (
      this.#findMoved(place, position) ??
      findBase(this.#index, place, position, dependencies)
    );
  }

  #findMoved(place: FactPlace, position: number): FactPlace | undefined {
    const { byName, byLastKey } = this.#vanishedAt(position);
    const field = this.#index.facts.fieldOf(place.fact.key);
    const name = artifactNameOf(field, place.fact.value);
    let best: FactPlace | undefined;
    let bestLikeness = 0;
    for (const candidate of [
      ...(name === undefined ? [] : byName.get(name) ?? []),
      ...(byLastKey.get(lastKey(field)) ?? []),
    ]) {
      const likeness = likenessOf(this.#index, place, candidate);
      if (likeness > bestLikeness) {
        best = candidate;
        bestLikeness = likeness;
      }
    }
    return best;
  }

  #vanishedAt(position: number): VanishedFacts {
    const known = this.#vanished.get(position);
    if (known !== undefined) return known;
    const byName = new Map<string, FactPlace[]>();
    const byLastKey = new Map<string, FactPlace[]>();
    const { graph, facts } = this.#index;
    const changed = this.#index.changedBy(graph.commitAt(position));
    for (const path of changed.slice(0, maximumMovedFiles)) {
      if (!this.#index.isSelected(path.path)) continue;
      for (const fact of vanished(this.#index, path, position)) {
        const field = facts.fieldOf(fact.key);
        const name = artifactNameOf(field, fact.value);
        if (name !== undefined) add(byName, name, { path, fact });
        add(byLastKey, lastKey(field), { path, fact });
      }
    }
    const found = { byName, byLastKey };
    this.#vanished.set(position, found);
    return found;
  }
}

function add(
  map: Map<string, FactPlace[]>,
  key: string,
  place: FactPlace,
): void {
  const places = map.get(key);
  if (places === undefined) map.set(key, [place]);
  else places.push(place);
}

/** The facts that a path had before the position and no longer has at it. */
function vanished(
  index: HistoryIndex,
  path: PathHistory,
  position: number,
): StoredFact[] {
  const before = path.blobAt(index.graph, position - 1);
  const after = path.blobAt(index.graph, position);
  if (before === absent) return [];
  // What can't be read may still hold the field: it has not vanished.
  if (after !== absent && !index.facts.isKnown(after)) return [];
  return index.facts
    .all(before)
    .filter(
      ({ key }) =>
        after === absent || index.facts.find(after, key) === undefined,
    );
}

/** How much a vanished field resembles the new one; 0 where it is another. */
function likenessOf(
  index: HistoryIndex,
  place: FactPlace,
  candidate: FactPlace,
): number {
  const { facts } = index;
  const [field, other] = [place, candidate].map(({ fact }) =>
    facts.fieldOf(fact.key),
  );
  const name = artifactNameOf(field, place.fact.value);
  const otherName = artifactNameOf(other, candidate.fact.value);
  if (name !== undefined && otherName !== undefined && name !== otherName) {
    return 0;
  }
  const sameKey = place.fact.key === candidate.fact.key;
  const sameField = field === other;
  const sameDocument =
    facts.documentOf(place.fact.key) === facts.documentOf(candidate.fact.key);
  const sameName = name !== undefined && name === otherName;
  const sameLast = lastKey(field) === lastKey(other);
  const sameValue = place.fact.value === candidate.fact.value;
  const sameFile = baseName(place.path.path) === baseName(candidate.path.path);
  const isSame =
    sameName ||
    (sameKey && (sameFile || sameValue)) ||
    (sameField && sameFile) ||
    (sameDocument &&
      sameLast &&
      !isPositional(facts.documentOf(place.fact.key))) ||
    (sameLast && sameValue && place.path === candidate.path);
  if (!isSame) return 0;
  const likeness = [sameName, sameKey, sameField, sameValue, sameFile];
  return (
    likeness.filter(Boolean).length * 100 +
    1 +
    sharedSegments(place.path.path, candidate.path.path)
  );
}

/** `#0` says only where a document stands, not what it is. */
function isPositional(document: string): boolean {
  return document.startsWith('#');
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function sharedSegments(a: string, b: string): number {
  const others = new Set(b.split('/'));
  return a.split('/').filter(segment => others.has(segment)).length;
}

/** The unit's other file that declared the artifact until then. */
function findBase(
  index: HistoryIndex,
  place: FactPlace,
  position: number,
  dependencies: readonly string[],
): FactPlace | undefined {
  const { graph, facts } = index;
  // A file that is new belongs to a target that is new.
  if (place.path.blobAt(graph, position - 1) === absent) return undefined;
  const name = artifactNameOf(facts.fieldOf(place.fact.key), place.fact.value);
  if (name === undefined) return undefined;
  for (const file of dependencies) {
    const path = index.path(file);
    if (path === undefined || path === place.path) continue;
    const blob = path.blobAt(graph, position - 1);
    if (blob === absent) continue;
    const fact = facts
      .all(blob)
      .find(
        ({ key, value }) => artifactNameOf(facts.fieldOf(key), value) === name,
      );
    if (fact !== undefined) return { path, fact };
  }
  return undefined;
}

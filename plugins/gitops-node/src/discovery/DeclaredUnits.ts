import { Declaration, Scope } from './declaration';
import { ExpandedUnit } from './Expansion';
import { isWithin } from './repositoryPath';

/** The units met so far, and what they cover. */
export class DeclaredUnits {
  readonly #units = new Map<string, ExpandedUnit>();
  readonly #covered = new Set<string>();

  get size(): number {
    return this.#units.size;
  }

  all(): ExpandedUnit[] {
    return [...this.#units.values()];
  }

  /** Whether the declaration is a known unit's; its files then join that one. */
  isKnown(declaration: Declaration, scope: Scope): boolean {
    const key = unitKey(declaration, scope);
    const known = this.#units.get(key);
    if (known === undefined) return false;
    this.#units.set(key, withFiles(known, declaration.files));
    return true;
  }

  add(unit: ExpandedUnit): void {
    const { declaration, scope, contents } = unit;
    this.#units.set(unitKey(declaration, scope), unit);
    for (const file of declaration.files) {
      this.#covered.add(`${scope.branch.name}\0${file}`);
    }
    contents.forEach((content, index) => {
      const source = declaration.sources[index];
      const branch = 'branch' in source ? source.branch : scope.branch.name;
      for (const file of content.files) this.#covered.add(`${branch}\0${file}`);
    });
  }

  /** Whether a unit depends on the file. */
  isCovered(branch: string, file: string): boolean {
    return this.#covered.has(`${branch}\0${file}`);
  }

  /** Directories of a branch that active units apply. */
  directories(branch: string): string[] {
    return this.all()
      .filter(({ state }) => state === 'active')
      .flatMap(({ declaration }) => declaration.sources)
      .filter(source => source.type === 'directory')
      .filter(source => source.branch === branch)
      .map(({ path }) => path);
  }

  /** Whether a unit has a source at or below the path. */
  isUsed(branch: string, path: string): boolean {
    return this.all().some(({ declaration }) =>
      declaration.sources.some(
        source =>
          'branch' in source &&
          source.branch === branch &&
          isWithin(source.path, path),
      ),
    );
  }
}

/**
 * The same object met again, say an Application that two overlays generate
 * alike, is one unit; the same name on another cluster, or one that applies
 * something else, is another.
 */
function unitKey(declaration: Declaration, scope: Scope): string {
  const { kind, group, name, namespace, instance, cluster } = declaration;
  // Several Argo CDs may be told to make the same Application for a cluster.
  const environment = declaration.environment ?? scope.environment;
  const isAnywhere = declaration.isClusterUnknown && environment !== undefined;
  const place = isAnywhere ? 'unknown' : cluster;
  const isPlaced = kind === 'Application' && place !== undefined;
  const home = isPlaced ? '' : namespace;
  const object = [scope.branch.name, kind, group, home, name, instance];
  const root = declaration.bootstrap?.root ?? scope.root;
  const where = [place ?? scope.cluster ?? root, environment];
  const sources = declaration.sources.map(source =>
    'path' in source ? source.path : source.chart,
  );
  return [...object, ...where, ...sources].join('\0');
}

function withFiles(unit: ExpandedUnit, files: readonly string[]): ExpandedUnit {
  const all = [...new Set([...unit.declaration.files, ...files])];
  return { ...unit, declaration: { ...unit.declaration, files: all } };
}

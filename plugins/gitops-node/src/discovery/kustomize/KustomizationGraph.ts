import { BranchManifests } from '../BranchManifests';
import { isManifestPath } from '../manifestPaths';
import { directoryOf, resolvePath } from '../repositoryPath';
import {
  componentEntries,
  isKustomizationFile,
  Kustomization,
  kustomizationFile,
  otherFileEntries,
  readKustomization,
  resourceEntries,
} from './Kustomization';

/** Which kustomizations of a branch use which others, and which files. */
export class KustomizationGraph {
  readonly #branch: BranchManifests;
  readonly #nodes = new Map<string, Kustomization>();
  /** Directory to what it uses: directories with a kustomization, and files. */
  readonly #uses = new Map<string, ReadonlySet<string>>();
  readonly #used = new Set<string>();

  constructor(branch: BranchManifests) {
    this.#branch = branch;
    for (const path of branch.tree.entries.keys()) {
      if (!isKustomizationFile(path) || !isManifestPath(branch.tree, path)) {
        continue;
      }
      const kustomization = readKustomization(branch, directoryOf(path));
      if (kustomization?.file === path) this.#add(kustomization);
    }
  }

  has(directory: string): boolean {
    return this.#nodes.has(directory);
  }

  fileOf(directory: string): string {
    return this.#nodes.get(directory)?.file ?? directory;
  }

  /** Whether any kustomization names the file or the directory. */
  isUsed(path: string): boolean {
    return this.#used.has(path);
  }

  /** Kustomizations that no other uses; components are never built alone. */
  leaves(): string[] {
    return [...this.#nodes.values()]
      .filter(
        ({ directory, isComponent }) =>
          !isComponent && !this.#used.has(directory),
      )
      .map(({ directory }) => directory);
  }

  /** Every file that a kustomization reaches. */
  filesOf(directory: string): string[] {
    const reached = new Set<string>();
    const waiting = [directory];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      waiting.push(...(this.#uses.get(next) ?? []));
    }
    return [...reached].map(path => this.#nodes.get(path)?.file ?? path);
  }

  #add(kustomization: Kustomization): void {
    const { directory, root } = kustomization;
    this.#nodes.set(directory, kustomization);
    const uses = new Set<string>();
    const entries = [
      ...resourceEntries(root),
      ...componentEntries(root),
      ...otherFileEntries(root),
    ];
    for (const { text } of entries) {
      const path = resolvePath(directory, text);
      if (path === undefined || path === directory) continue;
      const exists =
        this.#branch.tree.entries.has(path) ||
        kustomizationFile(this.#branch.tree, path) !== undefined;
      if (exists) uses.add(path);
    }
    this.#uses.set(directory, uses);
    uses.forEach(path => this.#used.add(path));
  }
}

import { createHash } from 'node:crypto';
import { blobId } from '../../remote/plannedFiles';

export interface StandInFile {
  readonly content: string;
  readonly executable: boolean;
}

type Files = ReadonlyMap<string, StandInFile>;

export interface StandInCommit {
  readonly id: string;
  readonly message: string;
  readonly parents: readonly string[];
  readonly files: Files;
}

/** Commits and branches, with ids that depend on what they hold. */
export class StandInHistory {
  readonly branches = new Map<string, string>();
  readonly #commits = new Map<string, StandInCommit>();
  #count = 0;

  commit(
    message: string,
    parents: readonly string[],
    files: Files,
  ): StandInCommit {
    this.#count += 1;
    const id = createHash('sha1')
      .update(JSON.stringify([this.#count, message, parents, [...files]]))
      .digest('hex');
    const made = { id, message, parents, files };
    this.#commits.set(id, made);
    return made;
  }

  find(revision: string): StandInCommit | undefined {
    return this.#commits.get(this.branches.get(revision) ?? revision);
  }

  get(revision: string): StandInCommit {
    const found = this.find(revision);
    if (found === undefined) throw new Error(`There is no ${revision}`);
    return found;
  }

  /** First parents, newest first. */
  log(revision: string): StandInCommit[] {
    const commits: StandInCommit[] = [];
    for (
      let commit = this.find(revision);
      commit !== undefined;
      commit = this.#commits.get(commit.parents[0])
    ) {
      commits.push(commit);
    }
    return commits;
  }

  mergeBase(one: string, other: string): StandInCommit {
    const ancestors = this.#ancestors(one);
    for (const id of this.#ancestors(other)) {
      if (ancestors.has(id)) return this.get(id);
    }
    throw new Error('They have nothing in common');
  }

  /** Paths that a branch has otherwise than where it left the other. */
  changed(branch: string, target: string): string[] {
    const base = this.mergeBase(branch, target).files;
    return differing(base, this.get(branch).files);
  }

  hasConflict(branch: string, target: string): boolean {
    const base = this.mergeBase(branch, target).files;
    const there = this.get(target).files;
    const here = this.get(branch).files;
    return differing(base, here).some(
      path =>
        !isSame(base.get(path), there.get(path)) &&
        !isSame(here.get(path), there.get(path)),
    );
  }

  merge(branch: string, target: string): StandInCommit {
    const files = new Map(this.get(target).files);
    for (const path of this.changed(branch, target)) {
      const file = this.get(branch).files.get(path);
      if (file === undefined) files.delete(path);
      else files.set(path, file);
    }
    const parents = [this.get(target).id, this.get(branch).id];
    const made = this.commit(`Merge branch '${branch}'`, parents, files);
    this.branches.set(target, made.id);
    return made;
  }

  #ancestors(revision: string): Set<string> {
    const seen = new Set<string>();
    const waiting = [this.get(revision).id];
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      if (seen.has(id)) continue;
      seen.add(id);
      waiting.push(...this.get(id).parents);
    }
    return seen;
  }
}

/** One folder, as `GET /projects/:id/repository/tree` lists it. */
export function treeOf(files: Files, folder: string) {
  const prefix = folder === '' ? '' : `${folder}/`;
  const entries = new Map<string, object>();
  for (const [path, { content, executable }] of files) {
    if (!path.startsWith(prefix)) continue;
    const [name, ...rest] = path.slice(prefix.length).split('/');
    const isFile = rest.length === 0;
    entries.set(name, {
      id: isFile ? blobId(content, '') : blobId(prefix + name, ''),
      name,
      type: isFile ? 'blob' : 'tree',
      path: prefix + name,
      mode: isFile ? `100${executable ? 755 : 644}` : '040000',
    });
  }
  return [...entries.values()];
}

function differing(one: Files, other: Files): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter(
    path => !isSame(one.get(path), other.get(path)),
  );
}

function isSame(one?: StandInFile, other?: StandInFile): boolean {
  return (
    one?.content === other?.content && one?.executable === other?.executable
  );
}

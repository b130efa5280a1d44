export interface RemoteRefs {
  /** The branch that HEAD names, where it names an existing one. */
  readonly head?: string;
  /** Commit by full ref name. */
  readonly refs: ReadonlyMap<string, string>;
}

/** Reads what `ls-remote --symref` and `for-each-ref` print. */
export function parseRemoteRefs(output: string): RemoteRefs {
  const refs = new Map<string, string>();
  let head: string | undefined;
  for (const line of output.split('\n')) {
    const [, branch] = /^ref: refs\/heads\/(.+)\tHEAD$/.exec(line) ?? [];
    if (branch !== undefined) head = branch;
    const [, id, name] = /^([0-9a-f]{40,64})[\t ](\S.*)$/.exec(line) ?? [];
    if (name !== undefined) refs.set(name, id);
  }
  if (head !== undefined && !refs.has(`refs/heads/${head}`)) head = undefined;
  return { refs, ...(head !== undefined && { head }) };
}

/** Commit by branch. */
export function branchesOf({ refs }: RemoteRefs): ReadonlyMap<string, string> {
  const branches = new Map<string, string>();
  for (const [name, id] of refs) {
    if (!name.startsWith('refs/heads/')) continue;
    branches.set(name.slice('refs/heads/'.length), id);
  }
  return branches;
}

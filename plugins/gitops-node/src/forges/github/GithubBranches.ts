import { ProposedContent } from '../Forge';
import { statusOf, tolerated } from '../forgeFailure';
import {
  RemoteBranches,
  RemoteCommit,
  RemoteCommitRequest,
  RemoteFile,
} from '../remote/Remote';
import { walkTree } from '../remote/walkTree';
import { GithubRepository, names } from './GithubRepository';

/**
 * Branches through the Git data API. A branch only moves forwards: what is
 * proposed anew becomes a commit on both the branch and the target's tip, so
 * that a push by a person in the same moment is refused and never lost.
 */
export class GithubBranches implements RemoteBranches {
  readonly #work: GithubRepository;

  constructor(work: GithubRepository) {
    this.#work = work;
  }

  async head(branch: string): Promise<RemoteCommit | undefined> {
    const { git } = this.#work.octokit.rest;
    try {
      const { data } = await git.getRef({
        ...names(this.#work),
        ref: `heads/${branch}`,
      });
      const commit = await git.getCommit({
        ...names(this.#work),
        commit_sha: data.object.sha,
      });
      return { id: data.object.sha, message: commit.data.message };
    } catch (error) {
      // 409: the repository is empty.
      const status = statusOf(error);
      if (status === 404 || status === 409) return undefined;
      throw error;
    }
  }

  async files(
    commit: string,
    paths: readonly string[],
  ): Promise<ReadonlyMap<string, RemoteFile>> {
    const { git } = this.#work.octokit.rest;
    const readTree = async (tree_sha: string) => {
      const { data } = await git.getTree({ ...names(this.#work), tree_sha });
      return data.tree.map(({ path, type, mode, sha }) => ({
        name: path ?? '',
        type: type ?? '',
        mode: mode ?? '',
        id: sha ?? '',
      }));
    };
    return walkTree(readTree, await this.#treeOf(commit), paths);
  }

  /**
   * Author and committer are left to GitHub: then it signs an App's commits,
   * and one with a person's token is theirs.
   */
  async commit(request: RemoteCommitRequest): Promise<void> {
    const { git } = this.#work.octokit.rest;
    const { branch, message, onto, from } = request;
    const tree = await git.createTree({
      ...names(this.#work),
      base_tree: await this.#treeOf(onto.id),
      tree: request.files.map(file =>
        treeEntry(file, request.before.get(file.path)),
      ),
    });
    const commit = await git.createCommit({
      ...names(this.#work),
      message,
      tree: tree.data.sha,
      parents: from === undefined ? [onto.id] : [from.id, onto.id],
    });
    const { sha } = commit.data;
    const name = `heads/${branch}`;
    await (from === undefined
      ? git.createRef({ ...names(this.#work), ref: `refs/${name}`, sha })
      : git.updateRef({ ...names(this.#work), ref: name, sha }));
  }

  async remove(branch: string): Promise<void> {
    await tolerated(() =>
      this.#work.octokit.rest.git.deleteRef({
        ...names(this.#work),
        ref: `heads/${branch}`,
      }),
    );
  }

  async #treeOf(commit: string): Promise<string> {
    const { data } = await this.#work.octokit.rest.git.getCommit({
      ...names(this.#work),
      commit_sha: commit,
    });
    return data.tree.sha;
  }
}

/** A file as a tree is told it; where its mode isn't asked for, it stays. */
export function treeEntry(
  { path, content, executable }: ProposedContent,
  before?: RemoteFile,
) {
  const isExecutable = executable ?? before?.executable ?? false;
  const mode = isExecutable ? ('100755' as const) : ('100644' as const);
  const entry = { path, mode, type: 'blob' as const };
  return content === undefined
    ? { ...entry, sha: null }
    : { ...entry, content };
}

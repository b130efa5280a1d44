import { ConflictError } from '@backstage/errors';
import { statusOf, tolerated } from '../forgeFailure';
import { unfinished } from '../proposalMessage';
import {
  RemoteBranches,
  RemoteCommit,
  RemoteCommitRequest,
  RemoteFile,
} from '../remote/Remote';
import { TreeEntry, walkTree } from '../remote/walkTree';
import { commitFiles, makeExecutable, modesOf } from './commitFiles';
import { GiteaRepository } from './GiteaRepository';
import { gitCommitSchema, refsSchema, treeSchema } from './schemas';

const maximumPages = 20;

/**
 * Branches through the contents API: a commit is one request, which Gitea
 * refuses where a file is not what it was. A branch that is there is moved by
 * force, which Gitea can do since 1.25; Forgejo can't, and says that the
 * branch exists.
 */
export class GiteaBranches implements RemoteBranches {
  readonly #work: GiteaRepository;

  constructor(work: GiteaRepository) {
    this.#work = work;
  }

  /** From Git itself: the list of branches is behind it for a moment. */
  async head(branch: string): Promise<RemoteCommit | undefined> {
    const { api, path } = this.#work;
    const ref = ['heads', ...branch.split('/')];
    const found = await api.find(refsSchema, {
      path: [...path, 'git', 'refs', ...ref],
    });
    // Whatever begins so is told.
    const own = found?.find(it => it.ref === `refs/heads/${branch}`);
    if (own === undefined) return undefined;
    const { commit } = await this.#commit(own.object.sha);
    return { id: own.object.sha, message: commit.message };
  }

  async files(
    commit: string,
    paths: readonly string[],
  ): Promise<ReadonlyMap<string, RemoteFile>> {
    const found = await this.#commit(commit);
    const root = found.commit.tree.sha;
    return walkTree(id => this.#readTree(id), root, paths);
  }

  async commit(request: RemoteCommitRequest): Promise<void> {
    const { branch, targetBranch, from, files, before, message } = request;
    const modes = modesOf(files, before);
    try {
      await commitFiles(this.#work, {
        branch: targetBranch,
        newBranch: branch,
        force: from !== undefined,
        message: modes.length > 0 ? unfinished(message) : message,
        files,
        before,
      });
    } catch (error) {
      if (statusOf(error) !== 422 || from === undefined) throw error;
      throw new ConflictError(
        `the branch ${branch} could not be moved; close its pull request, and open it again`,
      );
    }
    await makeExecutable(this.#work, { branch, message, modes });
  }

  async remove(branch: string): Promise<void> {
    const { api, path } = this.#work;
    await tolerated(() =>
      api.tell({ method: 'DELETE', path: [...path, 'branches', branch] }),
    );
  }

  #commit(id: string) {
    const { api, path } = this.#work;
    return api.ask(gitCommitSchema, {
      path: [...path, 'git', 'commits', id],
      search: { stat: 'false', verification: 'false', files: 'false' },
    });
  }

  async #readTree(id: string): Promise<TreeEntry[]> {
    const { api, path } = this.#work;
    const entries: TreeEntry[] = [];
    for (let page = 1; page <= maximumPages; page += 1) {
      const { tree, truncated } = await api.ask(treeSchema, {
        path: [...path, 'git', 'trees', id],
        search: { page: `${page}`, per_page: '1000' },
      });
      for (const { path: name, type, mode, sha } of tree ?? []) {
        entries.push({ name, type, mode, id: sha });
      }
      if (!truncated) break;
    }
    return entries;
  }
}

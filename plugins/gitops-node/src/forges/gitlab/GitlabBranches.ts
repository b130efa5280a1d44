import { CommitAction } from '@gitbeaker/rest';
import { ProposedContent } from '../Forge';
import { absent, statusOf, tolerated } from '../forgeFailure';
import {
  RemoteBranches,
  RemoteCommit,
  RemoteCommitRequest,
  RemoteFile,
} from '../remote/Remote';
import { GitlabProject } from './GitlabProject';
import { branchSchema, treeSchema } from './schemas';

const pageSize = 100;

/**
 * Branches through the commits API: branch and commit are one request, which
 * GitLab does wholly or not at all. It moves a branch that is there by force,
 * with no way to say from where: what a person pushes between the look at the
 * branch and the commit, and nothing else, would be lost.
 */
export class GitlabBranches implements RemoteBranches {
  readonly #project: GitlabProject;

  constructor(project: GitlabProject) {
    this.#project = project;
  }

  async head(branch: string): Promise<RemoteCommit | undefined> {
    const { gitlab, path } = this.#project;
    const found = await absent(() => gitlab.branches.show(path, branch));
    if (found === undefined) return undefined;
    const { commit } = branchSchema.parse(found);
    return { id: commit.id, message: commit.message };
  }

  async files(
    commit: string,
    paths: readonly string[],
  ): Promise<ReadonlyMap<string, RemoteFile>> {
    const folders = new Set(paths.map(folderOf));
    const files = new Map<string, RemoteFile>();
    for (const folder of folders) {
      for (const { path, id, mode } of await this.#list(commit, folder)) {
        if (paths.includes(path)) {
          files.set(path, { id, executable: mode === '100755' });
        }
      }
    }
    return files;
  }

  async commit(request: RemoteCommitRequest): Promise<void> {
    const { gitlab, path } = this.#project;
    const { branch, message, files, before, onto, from } = request;
    await gitlab.commits.create(
      path,
      branch,
      message,
      files.flatMap(file => actionsFor(file, before.get(file.path))),
      { startSha: onto.id, ...(from !== undefined && { force: true }) },
    );
  }

  async remove(branch: string): Promise<void> {
    const { gitlab, path } = this.#project;
    await tolerated(() => gitlab.branches.remove(path, branch));
  }

  /** A folder that isn't there is empty. */
  async #list(ref: string, folder: string) {
    const { gitlab, path } = this.#project;
    try {
      return treeSchema.parse(
        await gitlab.repositories.allRepositoryTrees(path, {
          ref,
          ...(folder !== '' && { path: folder }),
          pagination: 'keyset',
          perPage: pageSize,
        }),
      );
    } catch (error) {
      if (statusOf(error) === 404 && folder !== '') return [];
      throw error;
    }
  }
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

/** What makes a file as it is to be; a mode is an action of its own. */
export function actionsFor(
  { path: filePath, content, executable }: ProposedContent,
  before?: RemoteFile,
): CommitAction[] {
  if (content === undefined) return [{ action: 'delete', filePath }];
  const present = before?.executable ?? false;
  const written: CommitAction = {
    action: before ? 'update' : 'create',
    filePath,
    content: Buffer.from(content).toString('base64'),
    encoding: 'base64',
  };
  return executable === undefined || executable === present
    ? [written]
    : [written, { action: 'chmod', filePath, execute_filemode: executable }];
}

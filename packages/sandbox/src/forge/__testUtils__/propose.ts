import { GithubCaller } from './GithubCaller';

const repository = '/repos/acme/config';

/** Puts files on a new branch by the Git data API; returns the commit. */
export async function commitTo(
  github: GithubCaller,
  branch: string,
  files: Readonly<Record<string, string>>,
  from = 'main',
): Promise<string> {
  const ref = await github.get(`${repository}/git/ref/heads/${from}`);
  const parent = ref.body.object.sha;
  const commit = await github.get(`${repository}/git/commits/${parent}`);
  const tree = await github.post(`${repository}/git/trees`, {
    base_tree: commit.body.tree.sha,
    tree: Object.entries(files).map(([path, content]) => ({
      ...{ path, content, mode: '100644', type: 'blob' },
    })),
  });
  const { body } = await github.post(`${repository}/git/commits`, {
    message: `Change ${Object.keys(files).join(', ')}`,
    ...{ tree: tree.body.sha, parents: [parent] },
  });
  const answer =
    branch === from
      ? await github.patch(`${repository}/git/refs/heads/${branch}`, {
          sha: body.sha,
        })
      : await github.post(`${repository}/git/refs`, {
          ...{ ref: `refs/heads/${branch}`, sha: body.sha },
        });
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
  return body.sha;
}

/** Opens a pull request that changes files; returns its number. */
export async function propose(
  github: GithubCaller,
  branch: string,
  files: Readonly<Record<string, string>>,
  more: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  await commitTo(github, branch, files);
  const { status, body } = await github.post(`${repository}/pulls`, {
    ...{ title: `Merge ${branch}`, head: branch, base: 'main', ...more },
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.number;
}

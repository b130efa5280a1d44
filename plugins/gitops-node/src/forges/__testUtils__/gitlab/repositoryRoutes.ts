import { z } from 'zod';
import { notFound, ofProject, Route } from './Route';
import { StandInCommit, treeOf } from './StandInHistory';
import { commitSchema } from './StandInProject';

const describeCommit = ({ id, message, parents }: StandInCommit) => ({
  id,
  message,
  parent_ids: parents,
});

export const repositoryRoutes: readonly Route[] = [
  ofProject('GET', '/repository/branches/:branch', ({ history }, _, name) => {
    const id = history.branches.get(name);
    if (id === undefined) throw notFound('Branch');
    return { name, commit: describeCommit(history.get(id)) };
  }),
  ofProject(
    'DELETE',
    '/repository/branches/:branch',
    ({ history }, _, name) => {
      if (!history.branches.delete(name)) throw notFound('Branch');
    },
  ),
  ofProject('GET', '/repository/commits', ({ history }, { search }) => {
    if (history.branches.size === 0) throw notFound('Repository');
    return history.log(search.get('ref_name') ?? 'main').map(describeCommit);
  }),
  ofProject('POST', '/repository/commits', (project, { body }) =>
    describeCommit(project.commit(commitSchema.parse(body))),
  ),
  ofProject(
    'GET',
    '/repository/commits/:sha/statuses',
    ({ statuses }, _, sha) => [...(statuses.get(sha)?.values() ?? [])],
  ),
  ofProject('POST', '/statuses/:sha', ({ statuses }, { body }, sha) => {
    const name = z.string().parse(body.name);
    const status = z.string().parse(body.state);
    const known = statuses.get(sha) ?? new Map();
    known.set(name, { name, status, allow_failure: false });
    statuses.set(sha, known);
    return { name, status };
  }),
  ofProject('GET', '/repository/tree', ({ history }, { search }) => {
    const commit = history.find(search.get('ref') ?? '');
    const folder = search.get('path') ?? '';
    const tree = commit ? treeOf(commit.files, folder) : [];
    if (commit === undefined || (tree.length === 0 && folder !== '')) {
      throw notFound('Tree');
    }
    return tree;
  }),
];

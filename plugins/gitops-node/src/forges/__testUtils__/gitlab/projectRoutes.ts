import { z } from 'zod';
import { notFound, ofProject, Route, StandIn } from './Route';
import { Refusal } from './StandInProject';

function describeProject(gitlab: StandIn, path: string) {
  return {
    path_with_namespace: path,
    web_url: `${gitlab.url}/${path}`,
    http_url_to_repo: `${gitlab.url}/${path}.git`,
  };
}

export const projectRoutes: readonly Route[] = [
  ofProject('GET', '', ({ path }, { gitlab }) => describeProject(gitlab, path)),
  ofProject('PUT', '', (project, { body, gitlab }) => {
    project.settings = { ...project.settings, ...body };
    return describeProject(gitlab, project.path);
  }),
  {
    method: 'POST',
    path: 'projects',
    run: (gitlab, { body }) => {
      const owner = gitlab.namespacePath(z.number().parse(body.namespace_id));
      const path = `${owner}/${z.string().parse(body.path)}`;
      if (gitlab.projects.has(path)) {
        throw new Refusal(400, { path: ['has already been taken'] });
      }
      gitlab.addProject(path).settings = body;
      return describeProject(gitlab, path);
    },
  },
  {
    method: 'GET',
    path: 'namespaces/:path',
    run: (gitlab, _, [path]) => {
      const id = gitlab.namespaceId(path);
      if (id === undefined) throw notFound('Namespace');
      return { id, full_path: path };
    },
  },
  {
    method: 'GET',
    path: 'users',
    run: (gitlab, { search }) =>
      gitlab.users.filter(user => user.username === search.get('username')),
  },
  ofProject('DELETE', '/protected_branches/:name', (project, _, name) => {
    if (!project.protectedBranches.delete(name)) throw notFound('');
  }),
  ofProject('POST', '/protected_branches', (project, { search, gitlab }) => {
    const name = search.get('name') ?? '';
    const asked = search.get('code_owner_approval_required') === 'true';
    const made = {
      name,
      push_access_levels: [
        { access_level: Number(search.get('push_access_level')) },
      ],
      // Without the licence it is passed over.
      code_owner_approval_required: asked && gitlab.isLicensed,
    };
    project.protectedBranches.set(name, made);
    return made;
  }),
  ofProject('GET', '/approval_rules', (project, { gitlab }) => {
    if (!gitlab.isLicensed) throw notFound('');
    return project.approvalRules;
  }),
  ofProject('POST', '/approval_rules', (project, { body }) => {
    const made = {
      id: project.approvalRules.length + 1,
      rule_type: z.string().parse(body.rule_type),
      count: z.number().parse(body.approvals_required),
    };
    project.approvalRules.push(made);
    return made;
  }),
  ofProject('PUT', '/approval_rules/:id', (project, { body }, id) => {
    const rule = project.approvalRules.find(it => `${it.id}` === id);
    if (rule === undefined) throw notFound('');
    rule.count = z.number().parse(body.approvals_required);
    return rule;
  }),
];

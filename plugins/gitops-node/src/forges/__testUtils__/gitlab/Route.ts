import { Refusal, StandInProject, StandInUser } from './StandInProject';

/** The stand-in's state, as its routes see it. */
export interface StandIn {
  readonly url: string;
  readonly users: readonly StandInUser[];
  readonly projects: ReadonlyMap<string, StandInProject>;
  readonly isLicensed: boolean;
  addProject(path: string): StandInProject;
  namespaceId(path: string): number | undefined;
  namespacePath(id: number): string;
}

export interface Query {
  readonly method: string;
  readonly path: string;
  readonly search: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly user: StandInUser;
}

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly run: (
    gitlab: StandIn,
    query: Query,
    names: readonly string[],
  ) => unknown;
}

export const notFound = (what: string) =>
  new Refusal(404, `404 ${what} Not Found`);

type ProjectRun = (
  project: StandInProject,
  query: Query & { readonly gitlab: StandIn },
  name: string,
) => unknown;

export function ofProject(
  method: string,
  path: string,
  run: ProjectRun,
): Route {
  return {
    method,
    path: `projects/:id${path}`,
    run: (gitlab, query, [id, name]) => {
      const project = gitlab.projects.get(id);
      if (project === undefined) throw notFound('Project');
      return run(project, { ...query, gitlab }, name);
    },
  };
}

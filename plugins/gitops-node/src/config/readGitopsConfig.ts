import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { EnvironmentConfig } from '../discovery/model';
import { RepositoryConfig } from '../repository/ConfigRepository';
import { environmentsSchema, repositoriesSchema } from './gitopsSchema';
import { parseConfig } from './parseConfig';
import { repositoryName } from './repositoryUrl';

/** What the `gitops` section says about Git. @public */
export interface GitopsConfig {
  readonly repositories: readonly RepositoryConfig[];
  readonly environments: readonly EnvironmentConfig[];
}

/**
 * Reads `gitops.repositories` and `gitops.environments`. Both may be absent.
 *
 * Throws an InputError that names the key and what is wrong with it, one line
 * for each mistake; it never repeats a URL, which may hold a password.
 *
 * @public
 */
export function readGitopsConfig(config: Config): GitopsConfig {
  const repositories = parseConfig(
    repositoriesSchema,
    'gitops.repositories',
    config,
  ).map(({ id, ...rest }, index) => ({
    ...rest,
    id: id ?? idOf(rest.url, `gitops.repositories[${index}]`),
  }));
  const environments = parseConfig(
    environmentsSchema,
    'gitops.environments',
    config,
  );
  refuseDuplicateIds(repositories);
  refuseAmbiguousNames(environments);
  refuseUnknownPromotions(environments);
  refuseCircles(environments);
  return { repositories, environments };
}

function idOf(url: string, key: string): string {
  const id = repositoryName(url).replace(/[^A-Za-z0-9._-]+/g, '-');
  if (/^[A-Za-z0-9]/.test(id)) return id;
  throw new InputError(`${key} needs an id: its url ends in no name`);
}

function refuseDuplicateIds(repositories: readonly RepositoryConfig[]): void {
  const ids = repositories.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice === undefined) return;
  throw new InputError(
    `gitops.repositories has two entries with the id '${twice}'; set a different id on one`,
  );
}

function refuseAmbiguousNames(
  environments: readonly EnvironmentConfig[],
): void {
  const owners = new Map<string, string>();
  for (const { name, aliases } of environments) {
    for (const word of [name, ...aliases]) {
      if (owners.has(word)) {
        throw new InputError(
          `gitops.environments uses '${word}' for both '${owners.get(
            word,
          )}' and '${name}'`,
        );
      }
      owners.set(word, name);
    }
  }
}

function refuseUnknownPromotions(
  environments: readonly EnvironmentConfig[],
): void {
  const names = new Set(environments.map(({ name }) => name));
  for (const { name, promotesTo } of environments) {
    const unknown = promotesTo.find(next => !names.has(next));
    if (unknown !== undefined) {
      throw new InputError(
        `gitops.environments: '${name}' promotes to '${unknown}', which is none of ${[
          ...names,
        ].join(', ')}`,
      );
    }
  }
}

function refuseCircles(environments: readonly EnvironmentConfig[]): void {
  const next = new Map(environments.map(e => [e.name, e.promotesTo]));
  const finished = new Set<string>();
  const visit = (name: string, way: readonly string[]): void => {
    if (way.includes(name)) {
      throw new InputError(
        `gitops.environments promotes in a circle: ${[...way, name].join(
          ' → ',
        )}`,
      );
    }
    if (finished.has(name)) return;
    next.get(name)?.forEach(following => visit(following, [...way, name]));
    finished.add(name);
  };
  environments.forEach(({ name }) => visit(name, []));
}

import {
  GitopsApi,
  knownVersions,
} from '@backstage-gitops/plugin-gitops-common';
import { AuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { AutocompleteHandler } from '@backstage/plugin-scaffolder-node/alpha';
import { z } from 'zod';
import { InitiatorApi } from '../api/InitiatorApi';
import { quoted } from '../targets/quoted';
import { likelyArtifacts } from '../targets/mainArtifact';
import { readTargets, SelectedTarget } from '../targets/readTargets';

const contextSchema = z.object({
  entityRef: z.string().min(1).optional(),
  repository: z.string().min(1).optional(),
  service: z.string().min(1).optional(),
  environment: z.string().min(1).optional(),
  text: z.string().optional(),
});

type Context = z.output<typeof contextSchema>;
type Results = { id: string; title?: string }[];

/** A service on hundreds of clusters has the same history on all. */
const mostHistories = 8;

const completions = new Map<
  string,
  (api: InitiatorApi, context: Context) => Promise<Results>
>([
  ['repositories', completeRepositories],
  ['services', completeServices],
  ['environments', completeEnvironments],
  ['versions', completeVersions],
]);

/** The id that fields ask for. */
export const autocompleteProviderId = 'gitops';

/**
 * Completes `repositories`, `services`, `environments` and `versions`. The
 * scaffolder hands over nothing of the caller but the `token` that they send
 * with their question: here a Backstage token of their own. It is checked, and
 * what it may see is what is offered.
 */
export function createAutocompleteHandler(options: {
  readonly gitops: GitopsApi;
  readonly auth: AuthService;
}): AutocompleteHandler {
  return async ({ resource, token, context }) => {
    const complete = completions.get(resource);
    if (!complete) {
      throw new InputError(
        `The provider '${autocompleteProviderId}' completes ${[
          ...completions.keys(),
        ].join(', ')}, not ${quoted(resource)}`,
      );
    }
    const parsed = contextSchema.safeParse(context ?? {});
    if (!parsed.success) {
      throw new InputError(z.prettifyError(parsed.error));
    }
    const credentials = await options.auth.authenticate(token);
    const api = new InitiatorApi({
      ...options,
      credentials: async () => credentials,
      secrets: [token],
    });
    return { results: await complete(api, parsed.data) };
  };
}

async function completeRepositories(api: InitiatorApi): Promise<Results> {
  const { items } = await api.call('Reading the repositories', (gitops, o) =>
    gitops.repositories(o),
  );
  return items.map(({ id, url }) => ({ id, title: `${id} (${url})` }));
}

async function completeServices(
  api: InitiatorApi,
  { repository, environment, text }: Context,
): Promise<Results> {
  const { items } = await api.call('Reading the services', (gitops, o) =>
    gitops.fleet({ repository, environment, text, limit: 200 }, o),
  );
  return distinct(items.map(({ service }) => service));
}

/** In promotion order; of a service those where it is, else all. */
async function completeEnvironments(
  api: InitiatorApi,
  context: Context,
): Promise<Results> {
  const { facets } = await api.call('Reading the environments', (gitops, o) =>
    gitops.fleet({ limit: 1 }, o),
  );
  if (!context.entityRef && !context.service) {
    return distinct(facets.environments);
  }
  const has = new Set((await readTargets(api, context)).map(environmentOf));
  return distinct(facets.environments.filter(name => has.has(name)));
}

/** Those of the service's own artifact, newest first. */
async function completeVersions(
  api: InitiatorApi,
  context: Context,
): Promise<Results> {
  const targets = (await readTargets(api, context)).filter(
    target =>
      context.environment === undefined ||
      target.environment === context.environment,
  );
  const histories = await Promise.all(
    targets
      .slice(0, mostHistories)
      .map(({ id }) =>
        api.call('Reading the history', (gitops, o) =>
          gitops.targetHistory(id, { limit: 100 }, o),
        ),
      ),
  );
  const names = likelyArtifacts(targets);
  return knownVersions(histories.flatMap(({ items }) => items))
    .filter(({ artifact }) => names.includes(artifact.name))
    .map(({ version, change }) => ({
      id: version,
      title: `${version} (${change.effectiveAt.slice(0, 10)}, ${
        change.author
      })`,
    }));
}

function environmentOf({ environment }: SelectedTarget): string {
  return environment;
}

function distinct(names: readonly string[]): Results {
  return [...new Set(names)].map(id => ({ id }));
}

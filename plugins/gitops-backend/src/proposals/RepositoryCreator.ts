import {
  createRepositorySchema,
  CreateRepositoryResponse,
  Diagnostic,
} from '@backstage-gitops/plugin-gitops-common';
import {
  ForgeKind,
  Forges,
  planConfigRepository,
  RepositoryConfig,
  RepositoryRequest,
} from '@backstage-gitops/plugin-gitops-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError } from '@backstage/errors';
import { z } from 'zod';
import { digestOf } from '../database/digest';
import {
  RegisteredRepositories,
  RegisteredRow,
  RegistrationClaim,
} from '../database/RegisteredRepositories';
import { RepositoryRegistry } from '../indexing/RepositoryRegistry';
import { forgeFailureOf } from './forgeFailureOf';

/** What is asked for, without what is only of this one time. */
const storedSchema = createRepositorySchema.omit({
  forgeToken: true,
  dryRun: true,
});

type StoredRepositoryRequest = z.output<typeof storedSchema>;

export interface RepositoryCreatorOptions {
  readonly forges: Forges;
  readonly registered: RegisteredRepositories;
  readonly repositories: RepositoryRegistry;
  /** Has a repository read at once. */
  readonly read: (id: string) => Promise<void>;
  /** Tells this replica from others. */
  readonly holder: string;
  readonly logger: LoggerService;
  readonly now: () => Date;
}

/** A claim outlasts the work that is done under it, which ends itself. */
const claimMilliseconds = 5 * 60_000;
const workMilliseconds = 4 * 60_000;

type Made = CreateRepositoryResponse;

/** Makes config repositories on forges, and has the portal read them. */
export class RepositoryCreator {
  readonly #options: RepositoryCreatorOptions;

  constructor(options: RepositoryCreatorOptions) {
    this.#options = options;
  }

  /** The files that it would begin with. Nothing is made. */
  plan(request: StoredRepositoryRequest): Made {
    const { files } = this.#planned(request);
    return { files, diagnostics: [] };
  }

  /**
   * Makes the repository, or finishes one that was begun. InputError where the
   * host is no forge of `integrations`, ConflictError while somebody else makes
   * it or where another one of that name is there.
   */
  async create(
    request: StoredRepositoryRequest,
    asked: { readonly by?: string; readonly token?: string },
  ): Promise<Made> {
    const { registered, repositories } = this.#options;
    const stored = storedSchema.parse(request);
    const { files } = this.#planned(stored);
    const text = JSON.stringify(stored);
    const place = placeOf(stored);
    const known = await registered.ofPlace(place);
    if (known?.state === 'ready') {
      if (digestOf(known.request) === digestOf(text)) {
        return this.#answer(known, files);
      }
      throw new ConflictError(
        `The repository '${place}' was made already, of other wishes`,
      );
    }
    const claim = this.#claim();
    const row = await registered.begin(
      {
        ...{ place, claim, request: text, branch: stored.defaultBranch },
        name: idOf(stored.name),
        ...(asked.by !== undefined && { createdBy: asked.by }),
      },
      new Set(repositories.entries.keys()),
    );
    if (!row) {
      throw new ConflictError(
        `The repository '${place}' is being made at this moment`,
      );
    }
    return this.#make(row, stored, claim.holder, asked.token);
  }

  /** Finishes what others have begun, and reads what others have made. */
  async catchUp(signal: AbortSignal): Promise<void> {
    const { registered, logger, now } = this.#options;
    for (const { place, request } of await registered.abandoned(now())) {
      signal.throwIfAborted();
      const claim = this.#claim();
      const row = await registered.claim(place, claim);
      if (!row) continue;
      try {
        const stored = storedSchema.parse(JSON.parse(request));
        await this.#make(row, stored, claim.holder);
      } catch (error) {
        const { message: reason } = forgeFailureOf(error);
        await registered.fail(place, claim.holder, reason);
        logger.warn('A repository could not be made', { place, reason });
      }
    }
    for (const row of await registered.ready()) await this.#add(row);
  }

  async #make(
    row: RegisteredRow,
    stored: StoredRepositoryRequest,
    holder: string,
    token?: string,
  ): Promise<Made> {
    const { registered, read } = this.#options;
    const { forge, files } = this.#planned(stored);
    try {
      const made = await forge.createRepository(
        repositoryRequest(stored, { kind: forge.kind, files, token }),
        { signal: AbortSignal.timeout(workMilliseconds) },
      );
      await registered.succeed(row.place, holder, {
        url: made.remoteUrl,
        pageUrl: made.url,
      });
      const ready = (await registered.ofPlace(row.place)) ?? row;
      await this.#add(ready);
      await read(ready.id);
      return this.#answer(ready, files, made.warnings.map(couldNot));
    } catch (error) {
      const failure = forgeFailureOf(error, token);
      await registered.fail(row.place, holder, failure.message);
      throw failure;
    }
  }

  #planned(request: StoredRepositoryRequest) {
    const { forges } = this.#options;
    const { host, owner, name, description, defaultBranch } = request;
    const forge = forges.ofHost(host);
    if (!forge) {
      const hosts = forges.hosts().map(known => known.host);
      throw new InputError(
        `'${host}' is no forge that repositories can be made on; ${
          hosts.length > 0
            ? `there are: ${hosts.join(', ')}`
            : 'configure one under integrations'
        }`,
      );
    }
    const files = planConfigRepository(request, {
      ...{ name, description, defaultBranch, forge: forge.kind },
      url:
        forge.cloneUrl?.({ host, owner, name }) ??
        `https://${host}/${owner}/${name}.git`,
    });
    return { forge, files: [...files] };
  }

  async #add(row: RegisteredRow): Promise<void> {
    const config = configOf(row);
    if (config) await this.#options.repositories.add(config);
  }

  #answer(
    { id, url, page_url }: RegisteredRow,
    files: readonly { readonly path: string; readonly content: string }[],
    diagnostics: Diagnostic[] = [],
  ): Made {
    return {
      ...(url !== null && {
        repository: { id, url: page_url ?? url, remoteUrl: url },
      }),
      files: files.map(({ path, content }) => ({ path, content })),
      diagnostics,
    };
  }

  #claim(): RegistrationClaim {
    const { holder, now } = this.#options;
    const at = now();
    return { holder, at, until: new Date(at.getTime() + claimMilliseconds) };
  }
}

/** How a repository that was made here is read. */
export function configOf(row: RegisteredRow): RepositoryConfig | undefined {
  return row.url === null
    ? undefined
    : { id: row.id, url: row.url, branch: row.branch, rules: [] };
}

function repositoryRequest(
  stored: StoredRepositoryRequest,
  {
    kind,
    files,
    token,
  }: {
    kind: ForgeKind;
    files: RepositoryRequest['files'];
    token: string | undefined;
  },
): RepositoryRequest {
  const { host, owner, name, description, visibility, defaultBranch } = stored;
  return {
    ...{ host, owner, name, description, visibility, defaultBranch, files },
    commitMessage: 'Begin the config repository',
    protection: {
      requiredApprovals: stored.requiredApprovals,
      requireCodeOwners: stored.codeOwners.length > 0,
      // The job of the CI that the repository begins with.
      requiredChecks: kind === 'github' ? ['lint'] : [],
    },
    ...(token !== undefined && { token }),
  };
}

function placeOf({ host, owner, name }: StoredRepositoryRequest): string {
  return `${host}/${owner}/${name}`.toLocaleLowerCase('en-US');
}

/** As ids of configured repositories begin. */
function idOf(name: string): string {
  return name.replace(/^[^A-Za-z0-9]+/, '') || 'repository';
}

function couldNot(message: string): Diagnostic {
  return { level: 'warning', code: 'repository-incomplete', message };
}

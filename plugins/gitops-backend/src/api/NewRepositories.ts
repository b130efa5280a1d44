import {
  createRepositorySchema,
  CreateRepositoryResponse,
  gitopsRepositoryCreatePermission,
} from '@backstage-gitops/plugin-gitops-common';
import {
  AuditorService,
  AuthService,
  BackstageCredentials,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { Request } from 'express';
import { z } from 'zod';
import { RepositoryCreator } from '../proposals/RepositoryCreator';
import { audited } from './audited';

type CreateQuestion = z.output<typeof createRepositorySchema>;

export interface NewRepositoriesOptions {
  readonly auditor: AuditorService;
  readonly auth: AuthService;
  readonly creator: RepositoryCreator;
  readonly httpAuth: HttpAuthService;
  readonly permissions: PermissionsService;
}

/** Makes config repositories for those who may have them made. */
export class NewRepositories {
  readonly #options: NewRepositoriesOptions;

  constructor(options: NewRepositoriesOptions) {
    this.#options = options;
  }

  /** Written to the audit log whatever becomes of it, a refusal included. */
  async create(
    http: Request,
    { forgeToken, dryRun, ...request }: CreateQuestion,
  ): Promise<CreateRepositoryResponse> {
    const { auditor, auth, creator } = this.#options;
    const { host, owner, name, layout, engine, visibility } = request;
    return audited(
      auditor,
      {
        eventId: 'repository-create',
        severityLevel: dryRun ? 'low' : 'medium',
        request: http,
        meta: { host, owner, name, layout, engine, visibility, dryRun },
      },
      async () => {
        const credentials = await this.#authorize(http);
        if (dryRun) return creator.plan(request);
        return creator.create(request, {
          ...(auth.isPrincipal(credentials, 'user') && {
            by: credentials.principal.userEntityRef,
          }),
          ...(forgeToken !== undefined && { token: forgeToken }),
        });
      },
      ({ repository, files }) => ({
        files: files.length,
        ...(repository && { repository: repository.id, url: repository.url }),
      }),
    );
  }

  async #authorize(http: Request): Promise<BackstageCredentials> {
    const { httpAuth, permissions } = this.#options;
    const credentials = await httpAuth.credentials(http, {
      allow: ['user', 'service'],
    });
    const permission = gitopsRepositoryCreatePermission;
    const [{ result }] = await permissions.authorize([{ permission }], {
      credentials,
    });
    if (result === AuthorizeResult.ALLOW) return credentials;
    throw new NotAllowedError(`The permission '${permission.name}' is denied`);
  }
}

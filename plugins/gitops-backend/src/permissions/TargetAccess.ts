import {
  gitopsTargetReadPermission,
  RESOURCE_TYPE_GITOPS_TARGET,
} from '@backstage-gitops/plugin-gitops-common';
import {
  HttpAuthService,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  PermissionCriteria,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  ConditionTransformer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import { Request } from 'express';
import { gitopsTargetResourceRef } from './rules';
import { TargetFilter } from './TargetFilter';

/** Which targets a request may see: all, or those that meet the criteria. */
export type Visibility =
  | { readonly scope: 'all' }
  | {
      readonly scope: 'some';
      readonly criteria: PermissionCriteria<TargetFilter>;
    };

type TargetPermission = ResourcePermission<typeof RESOURCE_TYPE_GITOPS_TARGET>;

/** Asks the permission framework what a request may see. */
export class TargetAccess {
  readonly #httpAuth: HttpAuthService;
  readonly #permissions: PermissionsService;
  readonly #transform: ConditionTransformer<TargetFilter>;

  constructor(options: {
    httpAuth: HttpAuthService;
    permissions: PermissionsService;
    permissionsRegistry: PermissionsRegistryService;
  }) {
    this.#httpAuth = options.httpAuth;
    this.#permissions = options.permissions;
    this.#transform = createConditionTransformer(
      options.permissionsRegistry.getPermissionRuleset(gitopsTargetResourceRef),
    );
  }

  /** Throws NotAllowedError where the policy denies all targets. */
  async visibility(
    request: Request,
    permission: TargetPermission = gitopsTargetReadPermission,
  ): Promise<Visibility> {
    const credentials = await this.#httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    switch (decision.result) {
      case AuthorizeResult.ALLOW:
        return { scope: 'all' };
      case AuthorizeResult.CONDITIONAL:
        return {
          scope: 'some',
          criteria: this.#transform(decision.conditions),
        };
      default:
        throw new NotAllowedError(
          `The permission '${permission.name}' is denied`,
        );
    }
  }

  /** Undefined where the policy denies all targets. */
  async visibilityIfAny(
    request: Request,
    permission: TargetPermission,
  ): Promise<Visibility | undefined> {
    try {
      return await this.visibility(request, permission);
    } catch (error) {
      if (error instanceof NotAllowedError) return undefined;
      throw error;
    }
  }

  /** Throws NotAllowedError unless the policy allows every target. */
  async requireAll(request: Request, what: string): Promise<void> {
    const { scope } = await this.visibility(request);
    if (scope !== 'all') {
      throw new NotAllowedError(
        `${what} name files of every target, and are shown to those who may see all targets`,
      );
    }
  }
}

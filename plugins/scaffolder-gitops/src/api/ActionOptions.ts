import { GitopsApi } from '@backstage-gitops/plugin-gitops-common';
import { AuthService } from '@backstage/backend-plugin-api';
import { ActionContext } from '@backstage/plugin-scaffolder-node';
import { InputError } from '@backstage/errors';
import { Clock } from './Clock';
import { InitiatorApi } from './InitiatorApi';

/** What every action is made with. */
export interface ActionOptions {
  readonly gitops: GitopsApi;
  readonly auth: AuthService;
  /** `scaffolder.requireScmUserCredentials`: only with the person's own token. */
  readonly requireUserToken: boolean;
  readonly clock: Clock;
}

type RunContext = Pick<
  ActionContext<{}>,
  'getInitiatorCredentials' | 'isDryRun' | 'signal'
>;

/** The API for one run of an action. */
export function initiatorApi(
  { gitops, auth }: Pick<ActionOptions, 'gitops' | 'auth'>,
  ctx: RunContext,
  forgeToken?: string,
): InitiatorApi {
  return new InitiatorApi({
    gitops,
    auth,
    credentials: () => ctx.getInitiatorCredentials(),
    signal: ctx.signal,
    secrets: forgeToken === undefined ? [] : [forgeToken],
  });
}

/** Refuses where the portal writes in nobody's name but the person's. */
export function requireUserToken(
  options: ActionOptions,
  ctx: RunContext,
  forgeToken: string | undefined,
): void {
  if (!options.requireUserToken || forgeToken || ctx.isDryRun) return;
  throw new InputError(
    'This portal writes to forges with the token of the person alone (`scaffolder.requireScmUserCredentials`): pass it as `token`, for example ${{ secrets.USER_OAUTH_TOKEN }}',
  );
}

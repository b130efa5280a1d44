import {
  GitopsApi,
  GitopsRequestOptions,
} from '@backstage-gitops/plugin-gitops-common';
import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { readableError } from './readableError';

export interface InitiatorApiOptions {
  readonly gitops: GitopsApi;
  readonly auth: AuthService;
  readonly credentials: () => Promise<BackstageCredentials>;
  readonly signal?: AbortSignal;
  /** Never repeated in an error, whoever wrote it. */
  readonly secrets?: readonly string[];
}

/**
 * The GitOps API in the name of the person who runs a template or fills in its
 * form. Each call has a token of its own, so that a long wait outlives them.
 */
export class InitiatorApi {
  readonly #options: InitiatorApiOptions;

  constructor(options: InitiatorApiOptions) {
    this.#options = options;
  }

  /** `doing` says in an error what was tried. */
  async call<T>(
    doing: string,
    ask: (api: GitopsApi, options: GitopsRequestOptions) => Promise<T>,
  ): Promise<T> {
    const { gitops, auth, credentials, signal, secrets = [] } = this.#options;
    try {
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await credentials(),
        targetPluginId: 'gitops',
      });
      return await ask(gitops, { token, signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw readableError(doing, error, secrets);
    }
  }
}

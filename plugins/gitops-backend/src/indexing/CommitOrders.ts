import {
  CommitOrder,
  ConfigRepository,
} from '@backstage-gitops/plugin-gitops-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { publicReason } from './publicReason';

export interface CommitOrdersOptions {
  readonly repositories: ReadonlyMap<
    string,
    { readonly url: string; readonly repository: ConfigRepository }
  >;
  readonly logger: LoggerService;
}

/** A page does without the order of a repository that is still being cloned. */
const patienceMilliseconds = 3_000;

/** Which state of a repository's branches came before which. */
export class CommitOrders {
  readonly #options: CommitOrdersOptions;

  constructor(options: CommitOrdersOptions) {
    this.#options = options;
  }

  /** Undefined where it can't be told, or not soon. */
  async of(repository: string): Promise<CommitOrder | undefined> {
    const entry = this.#options.repositories.get(repository);
    if (!entry) return undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>(resolve => {
      timer = setTimeout(() => resolve(undefined), patienceMilliseconds);
    });
    try {
      return await Promise.race([this.#read(repository, entry), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async ofAll(
    repositories: readonly string[],
  ): Promise<ReadonlyMap<string, CommitOrder | undefined>> {
    const ids = [...new Set(repositories)];
    const orders = await Promise.all(ids.map(id => this.of(id)));
    return new Map(ids.map((id, index) => [id, orders[index]]));
  }

  async #read(
    id: string,
    { url, repository }: { url: string; repository: ConfigRepository },
  ): Promise<CommitOrder | undefined> {
    try {
      return await repository.commitOrder();
    } catch (error) {
      this.#options.logger.debug('The order of commits could not be read', {
        repository: id,
        reason: publicReason(error, url),
      });
      return undefined;
    }
  }
}

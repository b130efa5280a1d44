import { ApiTransport } from './ApiTransport';
import { ListScope, ResourceType } from './ClusterClient';
import { ListPage, parseList } from './parseList';
import { AnswerTooLargeError } from './readAnswer';
import { resourcePath } from './requestPath';
import { describeScope, scopeQuery } from './scopeQuery';

/** Lists a collection page by page. */
export class ResourceReader {
  readonly #transport: ApiTransport;
  readonly #pageSize: number;

  constructor(transport: ApiTransport, pageSize: number) {
    this.#transport = transport;
    this.#pageSize = pageSize;
  }

  /**
   * Each page as it comes. Pages are made smaller where one is too large to
   * accept. Rejects with an ExpiredError where the server has let go of the
   * state that the pages are of.
   */
  async *pages(
    type: ResourceType,
    scope: ListScope,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<ListPage> {
    let size = this.#pageSize;
    let next: string | undefined;
    do {
      const page = await this.#page(type, scope, size, next, signal);
      if (page === 'too large') {
        size = Math.ceil(size / 8);
      } else {
        yield page;
        next = page.continue;
        if (next === undefined) return;
      }
    } while (!signal?.aborted);
    signal.throwIfAborted();
  }

  async #page(
    type: ResourceType,
    scope: ListScope,
    size: number,
    next: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ListPage | 'too large'> {
    const asking = this.#transport.json({
      what: `listing ${describeScope(type, scope)}`,
      method: 'GET',
      path: resourcePath({ ...type, namespace: scope.namespace }),
      query: { ...scopeQuery(scope), limit: String(size), continue: next },
      repeatable: true,
      signal,
    });
    try {
      return parseList(await asking, type);
    } catch (error) {
      if (error instanceof AnswerTooLargeError && size > 1) return 'too large';
      throw error;
    }
  }
}

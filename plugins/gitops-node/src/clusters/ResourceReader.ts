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
    for (;;) {
      const page = await this.#page(type, scope, size, next, signal).catch(
        error => {
          if (error instanceof AnswerTooLargeError && size > 1)
            return undefined;
          throw error;
        },
      );
      if (page === undefined) {
        size = Math.ceil(size / 8);
        continue;
      }
      yield page;
      next = page.continue;
      if (next === undefined) return;
    }
  }

  async #page(
    type: ResourceType,
    scope: ListScope,
    size: number,
    next: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ListPage> {
    const answer = await this.#transport.json({
      what: `listing ${describeScope(type, scope)}`,
      method: 'GET',
      path: resourcePath({ ...type, namespace: scope.namespace }),
      query: { ...scopeQuery(scope), limit: String(size), continue: next },
      repeatable: true,
      signal,
    });
    return parseList(answer, type);
  }
}

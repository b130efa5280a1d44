import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import { TemplateEntityV1beta3 } from '@backstage/plugin-scaffolder-common';
import { JsonObject } from '@backstage/types';
import scaffolderModuleGitops from '../index';
import { ApiServer } from './ApiServer';

export interface TaskEvent {
  readonly id: number;
  readonly type: string;
  readonly body: {
    readonly message: string;
    readonly status?: string;
    readonly output?: any;
    readonly error?: { readonly message: string };
  };
}

/** A portal with the real scaffolder, this module, and an API to act upon. */
export class ScaffolderPortal {
  readonly #backend: TestBackend;

  private constructor(backend: TestBackend) {
    this.#backend = backend;
  }

  static async start(
    api: ApiServer,
    templates: readonly TemplateEntityV1beta3[],
  ): Promise<ScaffolderPortal> {
    const discovery = createServiceFactory({
      service: coreServices.discovery,
      deps: {},
      factory: () => ({
        getBaseUrl: async () => api.url,
        getExternalBaseUrl: async () => api.url,
      }),
    });
    const data = { integrations: { github: [{ host: 'github.com' }] } };
    const backend = await startTestBackend({
      features: [
        mockServices.rootConfig.factory({ data }),
        discovery,
        catalogServiceMock.factory({ entities: [...templates] }),
        scaffolderPlugin,
        scaffolderModuleGitops,
      ],
    });
    return new ScaffolderPortal(backend);
  }

  stop(): Promise<void> {
    return this.#backend.stop();
  }

  async dryRun(
    template: TemplateEntityV1beta3,
    values: JsonObject,
  ): Promise<any> {
    return this.#post('dry-run', { template, values, directoryContents: [] });
  }

  /** Runs a template to its end, and answers with all that the task told. */
  async run(
    template: TemplateEntityV1beta3,
    values: JsonObject,
    secrets: Record<string, string> = {},
  ): Promise<readonly TaskEvent[]> {
    const templateRef = `template:default/${template.metadata.name}`;
    const { id } = await this.#post('tasks', { templateRef, values, secrets });
    const events: TaskEvent[] = [];
    while (!events.some(({ type }) => type === 'completion')) {
      const after = events.at(-1)?.id;
      const search = after === undefined ? '' : `?after=${after}`;
      // Answers as soon as something has happened.
      events.push(...(await this.#get(`tasks/${id}/events${search}`)));
    }
    return events;
  }

  async actions(): Promise<readonly { readonly id: string }[]> {
    return this.#get('actions');
  }

  autocomplete(resource: string, token: string): Promise<any> {
    return this.#post(`autocomplete/gitops/${resource}`, {
      token,
      context: {},
    });
  }

  #get(path: string): Promise<any> {
    return this.#request(path, {});
  }

  #post(path: string, body: unknown): Promise<any> {
    return this.#request(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async #request(path: string, init: RequestInit): Promise<any> {
    const port = this.#backend.server.port();
    const url = `http://127.0.0.1:${port}/api/scaffolder/v2/${path}`;
    const response = await fetch(url, init);
    const answer = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  }
}

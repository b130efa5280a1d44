import {
  EntityTargetsResponse,
  GitopsClient,
} from '@backstage-gitops/plugin-gitops-common';
import { mockServices } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import http from 'node:http';
import { AddressInfo } from 'node:net';
import { createListTargetsAction } from './listTargets';

const target = (environment: string) => ({
  id: `t-${environment}`,
  unit: 'u',
  unitKind: 'Kustomization',
  unitName: 'cart',
  service: 'cart',
  aliases: [],
  environment,
  path: `overlays/${environment}`,
  repository: 'shop',
  revision: 'abc',
  behind: { state: 'first' as const },
  links: {},
  artifacts: [
    {
      kind: 'image' as const,
      name: 'example.test/cart',
      version: 'v1',
      file: 'a.yaml',
      line: 1,
      field: 'images[name=cart].newTag',
      origin: 'exact' as const,
    },
  ],
});

const answer: EntityTargetsResponse = {
  services: ['cart'],
  environments: [],
  targets: [target('staging'), target('production')],
  repositories: [],
};

describe('gitops:targets:list', () => {
  let server: http.Server;
  let baseUrl: string;
  let requests: http.IncomingMessage[];
  let status = 200;

  beforeEach(async () => {
    requests = [];
    status = 200;
    server = http.createServer((request, response) => {
      requests.push(request);
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    await new Promise(resolve => {
      server.close(resolve);
    });
  });

  const action = () =>
    createListTargetsAction({
      auth: mockServices.auth(),
      gitops: new GitopsClient({
        discoveryApi: { getBaseUrl: async () => baseUrl },
        fetchApi: { fetch },
      }),
    });

  it('asks in the name of the person who runs the template', async () => {
    const ctx = createMockActionContext({
      input: { entityRef: 'component:default/cart' },
    });
    await action().handler(ctx);

    expect(requests.map(request => request.url)).toEqual([
      '/entities/component/default/cart/targets',
    ]);
    expect(requests[0].headers.authorization).toBe(
      'Bearer mock-service-token:{"obo":"user:default/mock","target":"gitops"}',
    );
  });

  it('keeps to the environment that is asked for', async () => {
    const ctx = createMockActionContext({
      input: { entityRef: 'component:default/cart', environment: 'production' },
    });
    await action().handler(ctx);

    expect(ctx.output).toHaveBeenCalledWith('targets', [
      expect.objectContaining({
        environment: 'production',
        artifacts: target('production').artifacts,
      }),
    ]);
  });

  it('fails when the backend refuses', async () => {
    status = 403;
    const ctx = createMockActionContext({
      input: { entityRef: 'component:default/cart' },
    });
    await expect(action().handler(ctx)).rejects.toThrow('403');
  });
});

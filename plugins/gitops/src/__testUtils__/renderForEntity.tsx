import type { Entity } from '@backstage/catalog-model';
import { convertLegacyRouteRef } from '@backstage/core-compat-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  ScmAuthApi,
  scmAuthApiRef,
  ScmIntegrationsApi,
  scmIntegrationsApiRef,
} from '@backstage/integration-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type { GitopsApi } from '@backstage-gitops/plugin-gitops-common';
import { act } from '@testing-library/react';
import type { ReactElement } from 'react';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { stubGitopsApi } from './stubGitopsApi';

/** The moment that tests are told. */
export const NOW = new Date('2026-11-21T09:30:00Z');

export const ticketSales: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'ticket-sales', namespace: 'default' },
  spec: { type: 'service' },
};

/** A portal that reads GitHub. */
const portal = {
  app: { baseUrl: 'http://localhost:3000' },
  backend: { baseUrl: 'http://localhost:7007' },
  integrations: { github: [{ host: 'github.com', token: 'unused' }] },
};
/** One that signs people in to it as well. */
const signingPortal = { ...portal, auth: { providers: { github: {} } } };

export interface RenderOptions {
  readonly api: Partial<GitopsApi>;
  readonly entity?: Entity;
  readonly address?: string;
  /** Whether the person may do what needs a permission. */
  readonly allowed?: boolean;
  /** Signs in to forges; the portal is set up for GitHub. */
  readonly scmAuth?: ScmAuthApi;
}

/**
 * Renders as in a portal: an entity in context, and its page to link to.
 * `tell` sends a signal to whoever listens.
 */
export function renderForEntity(element: ReactElement, options: RenderOptions) {
  const { api, entity = ticketSales, address = '/', allowed = true } = options;
  const { scmAuth } = options;
  const config = scmAuth ? signingPortal : portal;
  const result = allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY;
  const listeners = new Set<(message: any) => void>();
  const signals = {
    subscribe: (_channel: string, listener: (message: any) => void) => {
      listeners.add(listener);
      return { unsubscribe: () => void listeners.delete(listener) };
    },
  };
  renderInTestApp(<EntityProvider entity={entity}>{element}</EntityProvider>, {
    apis: [
      [gitopsApiRef, stubGitopsApi(api)],
      [permissionApiRef, { authorize: async () => ({ result }) }],
      [signalApiRef, signals],
      [
        scmIntegrationsApiRef,
        ScmIntegrationsApi.fromConfig(mockApis.config({ data: config })),
      ],
      ...(scmAuth ? ([[scmAuthApiRef, scmAuth]] as const) : []),
    ],
    config,
    initialRouteEntries: [address],
    mountedRoutes: {
      '/catalog/:namespace/:kind/:name': convertLegacyRouteRef(entityRouteRef),
    },
  });
  const tell = (message: unknown) =>
    act(async () => listeners.forEach(listener => listener(message)));
  return { tell };
}

import type { Entity } from '@backstage/catalog-model';
import { convertLegacyRouteRef } from '@backstage/core-compat-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import type { GitopsApi } from '@backstage-gitops/plugin-gitops-common';
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

export interface RenderOptions {
  readonly api: Partial<GitopsApi>;
  readonly entity?: Entity;
  readonly address?: string;
}

/** Renders as in a portal: an entity in context, and its page to link to. */
export function renderForEntity(element: ReactElement, options: RenderOptions) {
  const { api, entity = ticketSales, address = '/' } = options;
  return renderInTestApp(
    <EntityProvider entity={entity}>{element}</EntityProvider>,
    {
      apis: [[gitopsApiRef, stubGitopsApi(api)]],
      initialRouteEntries: [address],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name':
          convertLegacyRouteRef(entityRouteRef),
      },
    },
  );
}

import type {
  FleetQuery,
  FleetResponse,
  FleetRow,
  GitopsApi,
} from '@backstage-gitops/plugin-gitops-common';
import { FleetContent } from '../fleet/FleetContent';
import { anArtifact, aRepository } from './builders';
import { NOW, renderForEntity } from './renderForEntity';

export function aRow(parts: Partial<FleetRow> = {}): FleetRow {
  return {
    id: 't1',
    unit: 'u1',
    service: 'ticket-sales',
    environment: 'production',
    cluster: 'eu-1',
    namespace: 'sales',
    path: 'apps/ticket-sales',
    artifacts: [anArtifact()],
    repository: 'platform',
    entityRef: 'component:default/ticket-sales',
    owner: 'group:default/sales',
    changedAt: '2026-11-15T08:00:00Z',
    behindState: 'behind',
    behindCount: 3,
    behindSince: '2026-11-14T08:00:00Z',
    ...parts,
  };
}

export function aFleet(parts: Partial<FleetResponse> = {}): FleetResponse {
  return {
    items: [aRow()],
    total: 1284,
    counts: { services: 214, behind: 17, differs: 2 },
    facets: {
      environments: ['staging', 'production'],
      repositories: ['platform'],
      owners: ['group:default/sales'],
    },
    repositories: [aRepository()],
    ...parts,
  };
}

export function showFleet(api: Partial<GitopsApi>, address = '/') {
  return renderForEntity(<FleetContent now={NOW} />, { api, address });
}

export function recorded(answer: (query: FleetQuery) => FleetResponse) {
  return jest.fn(async (query: FleetQuery = {}) => answer(query));
}

export const lastQuery = (fleet: ReturnType<typeof recorded>) =>
  fleet.mock.lastCall?.[0];

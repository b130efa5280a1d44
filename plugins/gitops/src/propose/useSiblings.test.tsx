import type {
  FleetQuery,
  FleetRow,
  ProposalRequest,
} from '@backstage-gitops/plugin-gitops-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  eu1,
  laggingAnswer,
  laggingApi,
  stg1,
  us1,
} from '../__testUtils__/deployments';
import { aPlan } from '../__testUtils__/proposals';
import { NOW, renderForEntity } from '../__testUtils__/renderForEntity';
import { FleetContent } from '../fleet/FleetContent';

const rows = laggingAnswer().targets.map(
  ({ id, unit, service, environment, cluster, path, artifacts, behind }) =>
    ({
      ...{ id, unit, service, environment, cluster, path, artifacts },
      repository: 'platform',
      behindState: behind.state,
    } satisfies FleetRow),
);

describe('a promotion from the fleet', () => {
  it('finds what to promote from, and where else to, by the service', async () => {
    const fleet = jest.fn(async (query: FleetQuery = {}) => ({
      items: query.service ? rows : rows.filter(({ id }) => id === eu1),
      total: 1,
      facets: { environments: [], repositories: [], owners: [] },
      repositories: [],
    }));
    const previewProposal = jest.fn(async (_: ProposalRequest) => aPlan());
    renderForEntity(<FleetContent now={NOW} />, {
      api: laggingApi({ fleet, previewProposal }),
      address: `/?target=${encodeURIComponent(eu1)}&view=proposals`,
    });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Promote ticket-sales from staging to production',
      }),
    );
    expect(
      await screen.findByRole('checkbox', { name: /us-1/ }),
    ).not.toBeChecked();
    await waitFor(() =>
      expect(previewProposal.mock.lastCall?.[0]).toMatchObject({
        kind: 'promotion',
        from: stg1,
        to: [eu1],
      }),
    );
    await userEvent.click(screen.getByRole('checkbox', { name: /us-1/ }));
    await waitFor(() =>
      expect(previewProposal.mock.lastCall?.[0]).toMatchObject({
        to: [eu1, us1],
      }),
    );
    expect(fleet.mock.lastCall?.[0]).toEqual({
      service: 'ticket-sales',
      limit: 200,
    });
  });
});

import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aDelivery } from '../__testUtils__/delivery';
import {
  aFleet,
  aRow,
  lastQuery,
  recorded,
  showFleet,
} from '../__testUtils__/fleet';
import { aLive } from '../__testUtils__/live';

describe('FleetContent: what runs', () => {
  const counts = {
    services: 214,
    behind: 17,
    differs: 2,
    drifted: 41,
    unhealthy: 12,
  };
  const drift = {
    fields: 2,
    resources: 1,
    missing: 0,
    orphaned: 0,
    indeterminate: 0,
    since: '2026-11-21T06:30:00Z',
  };
  const rows = [
    aRow({ id: 'fine', service: 'fares', live: aLive() }),
    aRow({ id: 'drifted', service: 'seats', live: aLive({ drift }) }),
    aRow({
      id: 'failing',
      service: 'crew',
      live: aLive({ health: 'degraded' }),
    }),
    aRow({
      id: 'never',
      service: 'parcels',
      live: { state: 'unobserved', reason: 'no cluster is named' },
    }),
    aRow({ id: 'none', service: 'notices' }),
  ];

  it('has a word for each row, and counts what needs attention', async () => {
    showFleet({ fleet: async () => aFleet({ counts, items: rows }) });

    const row = (name: RegExp) => screen.findByRole('row', { name });
    expect(await row(/fares/)).toHaveTextContent('Fine');
    expect(await row(/seats/)).toHaveTextContent('drift 2 · 3 h');
    expect(await row(/crew/)).toHaveTextContent('Degraded');
    expect(await row(/parcels/)).toHaveTextContent('Not observed');
    expect(await row(/notices/)).toHaveTextContent('no cluster');
    expect(screen.getByTestId('gitops-fleet-counts')).toHaveTextContent(
      '41 drifted12 failing',
    );
  });

  it('is filtered and sorted by the server', async () => {
    const fleet = recorded(() => aFleet({ counts, items: rows }));
    showFleet({ fleet });

    await userEvent.click(
      await screen.findByRole('button', { name: '41 drifted' }),
    );
    await waitFor(() =>
      expect(lastQuery(fleet)).toMatchObject({
        state: 'drifted',
        sort: 'drift',
        order: 'desc',
      }),
    );
    expect(screen.getByLabelText('State')).toHaveValue('drifted');
    await userEvent.click(screen.getByRole('button', { name: 'State' }));
    await waitFor(() =>
      expect(lastQuery(fleet)).toMatchObject({
        sort: 'state',
        order: 'desc',
      }),
    );
  });

  describe('is stuck', () => {
    const facets = {
      environments: ['production'],
      repositories: ['platform'],
      owners: [],
      engines: [
        { kind: 'argocd', instance: 'eu' },
        { kind: 'argocd', instance: 'us' },
        { kind: 'flux' },
      ] as const,
    };
    const stopped = (reason: 'failed' | 'waiting') => ({
      stopped: { reason, message: 'as the engine says' },
    });
    const stuck = [
      aRow({
        service: 'seats',
        live: aLive({
          engine: 'argocd',
          delivery: aDelivery({ instance: 'eu', ...stopped('failed') }),
        }),
      }),
      aRow({
        ...{ id: 't2', service: 'crew' },
        live: aLive({
          engine: 'flux',
          delivery: aDelivery({
            ...stopped('waiting'),
            waitsFor: ['infra/cert-manager'],
          }),
        }),
      }),
      aRow({
        ...{ id: 't3', service: 'fares' },
        live: aLive({ engine: 'flux', delivery: aDelivery() }),
      }),
      aRow({
        ...{ id: 't4', service: 'gates' },
        live: aLive({ mode: 'manual', sync: 'outOfSync' }),
      }),
    ];
    const fleetOf = (items = stuck) =>
      aFleet({
        items,
        counts: { ...counts, stuck: 3 },
        facets: { ...facets, engines: [...facets.engines] },
      });

    it('says where and under which engine, and nothing where all is well', async () => {
      showFleet({ fleet: async () => fleetOf() });

      const row = (name: RegExp) => screen.findByRole('row', { name });
      expect(await row(/seats/)).toHaveTextContent('Apply failed');
      expect(await row(/seats/)).toHaveTextContent('Argo CD · eu');
      expect(await row(/crew/)).toHaveTextContent('Waits for infra/cert-man');
      expect(await row(/crew/)).toHaveTextContent('Flux');
      expect(await row(/fares/)).toHaveTextContent('Fine');
      expect(await row(/gates/)).toHaveTextContent('Waits for a sync');
    });

    it('is asked for by its count, the worst first', async () => {
      const fleet = recorded(() => fleetOf());
      showFleet({ fleet });

      await userEvent.click(
        await screen.findByRole('button', { name: '3 stuck' }),
      );
      await waitFor(() =>
        expect(lastQuery(fleet)).toMatchObject({
          ...{ stuck: 'any', sort: 'state', order: 'desc' },
        }),
      );
      expect(screen.getByLabelText('Stuck')).toHaveValue('any');
      await userEvent.selectOptions(
        screen.getByLabelText('Stuck'),
        'Waits for a dependency',
      );
      await waitFor(() => expect(lastQuery(fleet)?.stuck).toBe('waiting'));
    });

    it('is narrowed to an engine, and to one of several', async () => {
      const fleet = recorded(() => fleetOf());
      showFleet({ fleet }, '/?engine=argocd&instance=us&stuck=failed');

      const engine = await screen.findByLabelText('Engine');
      expect(engine).toHaveValue('argocd/us');
      expect(lastQuery(fleet)).toMatchObject({
        ...{ engine: 'argocd', instance: 'us', stuck: 'failed' },
      });
      await userEvent.selectOptions(engine, 'Flux');
      await waitFor(() =>
        expect(lastQuery(fleet)).toMatchObject({ engine: 'flux' }),
      );
      expect(lastQuery(fleet)?.instance).toBeUndefined();
      expect(lastQuery(fleet)?.stuck).toBe('failed');
    });

    it('names no engine where one brings all', async () => {
      const one = { ...facets, engines: [{ kind: 'flux' } as const] };
      showFleet({ fleet: async () => ({ ...fleetOf(), facets: one }) });

      expect(await screen.findByText('crew')).toBeInTheDocument();
      expect(screen.queryByLabelText('Engine')).not.toBeInTheDocument();
      expect(screen.queryByText('Flux')).not.toBeInTheDocument();
    });
  });

  it('is not spoken of where no cluster is known', async () => {
    showFleet({ fleet: async () => aFleet() });
    await screen.findByRole('row', { name: /ticket-sales/ });
    expect(
      screen.queryByRole('columnheader', { name: 'State' }),
    ).not.toBeInTheDocument();
    expect(screen.queryByLabelText('Stuck')).not.toBeInTheDocument();
  });
});

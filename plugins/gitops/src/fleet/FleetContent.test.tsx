import { NotAllowedError } from '@backstage/errors';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  EngineStatus,
  FleetQuery,
  FleetResponse,
  FleetRow,
  GitopsApi,
} from '@backstage-gitops/plugin-gitops-common';
import { anArtifact, aRepository, aTarget } from '../__testUtils__/builders';
import { aDelivery } from '../__testUtils__/delivery';
import { aLive } from '../__testUtils__/live';
import { NOW, renderForEntity } from '../__testUtils__/renderForEntity';
import { FleetContent } from './FleetContent';

function aRow(parts: Partial<FleetRow> = {}): FleetRow {
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

function aFleet(parts: Partial<FleetResponse> = {}): FleetResponse {
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

function anEngineAway(): EngineStatus {
  return {
    kind: 'argocd',
    name: 'overseas',
    state: 'failed',
    reason: 'certificate has expired',
    since: '2026-11-21T09:18:00Z',
    units: 64,
  };
}

function show(api: Partial<GitopsApi>, address = '/') {
  return renderForEntity(<FleetContent now={NOW} />, { api, address });
}

function recorded(answer: (query: FleetQuery) => FleetResponse) {
  return jest.fn(async (query: FleetQuery = {}) => answer(query));
}

const lastQuery = (fleet: ReturnType<typeof recorded>) =>
  fleet.mock.lastCall?.[0];

describe('FleetContent', () => {
  it('opens with counts over everything that is selected', async () => {
    show({ fleet: async () => aFleet() });

    expect(await screen.findByTestId('gitops-fleet-counts')).toHaveTextContent(
      /1,284 targets.*214 services.*17 behind.*2 differ/,
    );
  });

  it('shows a target a row, its lag and age told', async () => {
    show({ fleet: async () => aFleet() });

    const row = await screen.findByRole('row', { name: /ticket-sales/ });
    expect(row).toHaveTextContent('production');
    expect(row).toHaveTextContent('eu-1sales');
    expect(row).toHaveTextContent('v41');
    expect(row).toHaveTextContent('3 · 7 d');
    expect(row).toHaveTextContent('6 d ago');
    expect(
      within(row).getByRole('link', { name: 'ticket-sales' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/ticket-sales/deployments',
    );
  });

  describe('what runs', () => {
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
      show({ fleet: async () => aFleet({ counts, items: rows }) });

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
      show({ fleet });

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
        show({ fleet: async () => fleetOf() });

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
        show({ fleet });

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
        show({ fleet }, '/?engine=argocd&instance=us&stuck=failed');

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
        show({ fleet: async () => ({ ...fleetOf(), facets: one }) });

        expect(await screen.findByText('crew')).toBeInTheDocument();
        expect(screen.queryByLabelText('Engine')).not.toBeInTheDocument();
        expect(screen.queryByText('Flux')).not.toBeInTheDocument();
      });
    });

    it('is not spoken of where no cluster is known', async () => {
      show({ fleet: async () => aFleet() });
      await screen.findByRole('row', { name: /ticket-sales/ });
      expect(
        screen.queryByRole('columnheader', { name: 'State' }),
      ).not.toBeInTheDocument();
      expect(screen.queryByLabelText('Stuck')).not.toBeInTheDocument();
    });
  });

  it('names the repository of each row where there are several', async () => {
    const facets = {
      environments: [],
      repositories: ['platform', 'freight'],
      owners: [],
    };
    show({ fleet: async () => aFleet({ facets }) });

    expect(
      await screen.findByRole('columnheader', { name: /Repository/ }),
    ).toBeInTheDocument();
  });

  it('takes its view from the address', async () => {
    const fleet = recorded(() => aFleet());
    show(
      { fleet },
      '/?environment=production&minBehind=3&sort=behind&order=desc',
    );

    expect(await screen.findByLabelText('Environment')).toHaveValue(
      'production',
    );
    expect(lastQuery(fleet)).toMatchObject({
      environment: 'production',
      minBehind: 3,
      sort: 'behind',
      order: 'desc',
      limit: 50,
    });
    expect(
      screen.getByRole('columnheader', { name: /Behind/ }),
    ).toHaveAttribute('aria-sort', 'descending');
  });

  it('lets the server filter, search and sort', async () => {
    const fleet = recorded(() => aFleet());
    show({ fleet });

    await userEvent.selectOptions(
      await screen.findByLabelText('Owner'),
      'group:default/sales',
    );
    await userEvent.type(screen.getByLabelText('Search'), 'tick');
    await userEvent.click(screen.getByRole('button', { name: 'Changed' }));

    await waitFor(() =>
      expect(lastQuery(fleet)).toMatchObject({
        owner: 'group:default/sales',
        text: 'tick',
        sort: 'changed',
        order: 'desc',
      }),
    );
  });

  it('turns the pages there and back', async () => {
    const fleet = recorded(({ cursor }) =>
      aFleet({
        items: [aRow({ service: cursor ? 'second-page' : 'first-page' })],
        nextCursor: cursor ? undefined : 'c2',
      }),
    );
    show({ fleet });

    await screen.findByText('first-page');
    await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
    expect(await screen.findByText('second-page')).toBeInTheDocument();
    expect(screen.getByText('51–51 of 1284')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Previous page' }),
    );
    expect(await screen.findByText('first-page')).toBeInTheDocument();
  });

  it('counts a page only once it is there, and turns to it once', async () => {
    let release = () => {};
    const held = new Promise<void>(resolve => {
      release = resolve;
    });
    const fleet = jest.fn(async ({ cursor }: FleetQuery = {}) => {
      if (cursor) await held;
      return aFleet({
        items: [aRow({ service: cursor ? 'second-page' : 'first-page' })],
        nextCursor: cursor ? 'c3' : 'c2',
        total: 60,
      });
    });
    show({ fleet });
    await screen.findByText('first-page');
    const next = screen.getByRole('button', { name: 'Next page' });
    await userEvent.click(next);
    expect(screen.getByText('1–1 of 60')).toBeInTheDocument();
    await userEvent.click(next);

    release();
    expect(await screen.findByText('second-page')).toBeInTheDocument();
    expect(screen.getByText('51–51 of 60')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Previous page' }),
    );
    expect(await screen.findByText('first-page')).toBeInTheDocument();
  });

  it('opens a row by keyboard and shows its target', async () => {
    show({
      fleet: async () => aFleet(),
      target: async id => aTarget({ id, cluster: 'eu-1' }),
    });

    const details = await screen.findByRole('button', {
      name: 'Details of ticket-sales in production',
    });
    details.focus();
    await userEvent.keyboard('{Enter}');
    expect(
      await screen.findByRole('dialog', { name: 'ticket-sales in production' }),
    ).toHaveTextContent('images[name=ticket-sales].newTag');
  });

  it('says so where nothing passes the filters, and clears them', async () => {
    const fleet = recorded(({ text }) =>
      aFleet(text ? { items: [], total: 0 } : {}),
    );
    show({ fleet }, '/?text=zzz');

    expect(await screen.findByText('No target matches')).toBeInTheDocument();
    await userEvent.click(
      screen.getAllByRole('button', { name: 'Clear filters' })[0],
    );
    expect(await screen.findByText('ticket-sales')).toBeInTheDocument();
  });

  it('teaches the configuration where no repository is configured', async () => {
    show({
      fleet: async () => aFleet({ items: [], total: 0, repositories: [] }),
    });

    expect(
      await screen.findByText('Nothing is declared yet'),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(document.body).toHaveTextContent('repositories:'),
    );
  });

  it('shows the rows that it has while a repository fails, and why', async () => {
    const failing = aRepository({
      id: 'freight',
      state: 'failed',
      error: 'the credentials were refused',
      lastSuccessAt: undefined,
    });
    show({
      fleet: async () => aFleet({ repositories: [aRepository(), failing] }),
    });

    expect(
      await screen.findByText(/the credentials were refused/),
    ).toBeInTheDocument();
    expect(screen.getByText('ticket-sales')).toBeInTheDocument();
    expect(screen.getByText('1 cannot be read')).toBeInTheDocument();
  });

  it('marks the rows of a repository that can no longer be read', async () => {
    const failing = aRepository({
      state: 'failed',
      lastSuccessAt: '2026-11-21T04:30:00Z',
    });
    show({ fleet: async () => aFleet({ repositories: [failing] }) });

    expect(
      await screen.findByRole('row', { name: /ticket-sales/ }),
    ).toHaveTextContent('Git as of 5 h ago');
  });

  it('keeps its rows when the next answer fails', async () => {
    const fleet = recorded(({ environment }) => {
      if (environment) throw new Error('too slow');
      return aFleet();
    });
    show({ fleet });

    await userEvent.selectOptions(
      await screen.findByLabelText('Environment'),
      'staging',
    );
    expect(
      await screen.findByText('Loading it again failed: too slow'),
    ).toBeInTheDocument();
    expect(screen.getByText('ticket-sales')).toBeInTheDocument();
  });

  it('names the permission where the fleet may not be seen', async () => {
    show({
      fleet: async () => {
        throw new NotAllowedError('Unauthorized');
      },
    });

    expect(await screen.findByText('You may not see this')).toBeInTheDocument();
  });

  it('names an engine that is away in its head, and leads to the list', async () => {
    show({
      fleet: async () => aFleet(),
      engines: async () => ({ items: [anEngineAway()] }),
    });

    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Away: Argo CD · overseas for 12 min',
      }),
    );
    expect(
      await screen.findByRole('dialog', { name: 'Repositories and engines' }),
    ).toHaveTextContent(/Argo CD · overseas.*Away/);
  });

  it('asks for the engines again when it asks for its rows', async () => {
    let items: EngineStatus[] = [];
    const { tell } = show({
      fleet: async () => aFleet(),
      engines: async () => ({ items }),
    });
    await screen.findByRole('row', { name: /ticket-sales/ });
    expect(
      screen.queryByRole('button', { name: /^Away:/ }),
    ).not.toBeInTheDocument();

    items = [anEngineAway()];
    await tell({ targets: ['t1'] });
    expect(
      await screen.findByRole('button', { name: /^Away:/ }),
    ).toBeInTheDocument();
  });

  it('shows its rows where the engines can not be asked for', async () => {
    const engines = jest.fn(async () => {
      throw new Error('down');
    });
    show({ fleet: async () => aFleet(), engines });

    expect(
      await screen.findByRole('row', { name: /ticket-sales/ }),
    ).toBeInTheDocument();
    expect(engines).toHaveBeenCalled();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('lists the engines beside the repositories', async () => {
    const engines = async () => ({
      items: [
        { kind: 'flux', name: 'eu-1', state: 'ready', units: 48 } as const,
      ],
    });
    const counts = { services: 214, behind: 17, differs: 2, drifted: 0 };
    show({ fleet: async () => aFleet({ counts }), engines });
    const open = await screen.findByRole('button', { name: 'engines' });
    await userEvent.click(open);

    const drawer = await screen.findByRole('dialog', {
      name: 'Repositories and engines',
    });
    expect(await within(drawer).findByText('Flux · eu-1')).toBeInTheDocument();
    await userEvent.click(
      within(drawer).getByRole('tab', { name: 'Repositories' }),
    );
    expect(within(drawer).getByText('platform')).toBeInTheDocument();
  });

  it('lists the diagnostics of a repository, page after page', async () => {
    const diagnostic = (code: string) => ({
      level: 'warning' as const,
      code,
      message: `What ${code} means`,
      file: 'clusters/eu-1/kustomization.yaml',
      line: 7,
    });
    show({
      fleet: async () =>
        aFleet({
          repositories: [
            aRepository({ diagnostics: { info: 0, warning: 2, error: 0 } }),
          ],
        }),
      repositoryDiagnostics: async (_, query = {}) =>
        query.cursor
          ? { items: [diagnostic('remote-base')], total: 2 }
          : { items: [diagnostic('yaml-invalid')], total: 2, nextCursor: 'n' },
    });

    await userEvent.click(
      await screen.findByRole('button', { name: '1 repository' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: '2 warnings' }),
    );
    const drawer = await screen.findByRole('dialog', {
      name: 'Diagnostics of platform',
    });
    expect(
      await within(drawer).findByText('What yaml-invalid means'),
    ).toBeInTheDocument();
    expect(drawer).toHaveTextContent('clusters/eu-1/kustomization.yaml:7');
    await userEvent.click(
      within(drawer).getByRole('button', { name: 'Load more' }),
    );
    expect(
      await within(drawer).findByText('What remote-base means'),
    ).toBeInTheDocument();
  });
});

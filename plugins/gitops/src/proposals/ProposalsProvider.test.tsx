import type {
  GitopsApi,
  Proposal,
} from '@backstage-gitops/plugin-gitops-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  eu1,
  laggingAnswer,
  laggingApi,
  us1,
} from '../__testUtils__/deployments';
import { aProposal, aPullRequest } from '../__testUtils__/proposals';
import { NOW, renderForEntity } from '../__testUtils__/renderForEntity';
import { EntityGitopsContent } from '../deployments/EntityGitopsContent';
import { FleetContent } from '../fleet/FleetContent';

const ours = aProposal({ targets: [eu1, us1] });
const foreign = aProposal({
  id: 'p219',
  kind: undefined,
  title: 'Update envoy to 1.32',
  targets: [eu1],
  moves: [],
  createdBy: undefined,
  createdAt: '2026-11-20T09:00:00.000Z',
  pullRequest: aPullRequest({
    number: 219,
    author: 'renovate[bot]',
    checks: { state: 'success', waitingFor: [], failed: [] },
    approvedBy: ['dev-b'],
  }),
});

function show(
  options: {
    readonly items?: Proposal[];
    readonly api?: Partial<GitopsApi>;
    readonly address?: string;
  } = {},
) {
  const { items = [foreign, ours], api, address } = options;
  const proposals = jest.fn<
    ReturnType<GitopsApi['proposals']>,
    Parameters<GitopsApi['proposals']>
  >(api?.proposals ?? (async () => ({ items })));
  const proposal = jest.fn(
    api?.proposal ??
      (async (id: string) => {
        const found = items.find(one => one.id === id);
        if (!found) throw new Error(`No proposal ${id}`);
        return found;
      }),
  );
  const view = renderForEntity(<EntityGitopsContent now={NOW} />, {
    api: laggingApi({ ...api, proposals, proposal }),
    address,
  });
  return { ...view, proposals, proposal };
}

describe('open proposals', () => {
  it('stand on each card that they would move, asked for once', async () => {
    const { proposals } = show();
    const cards = await screen.findAllByTestId('gitops-target-card');
    const [, onEu1, onUs1] = cards;
    expect(
      await within(onEu1).findByText('proposed by dev-a · #218'),
    ).toBeInTheDocument();
    expect(onEu1).toHaveTextContent('v44');
    expect(onEu1).toHaveTextContent('waiting for checks');
    expect(onEu1).toHaveTextContent(
      '#219 touches this, opened by renovate[bot]',
    );
    expect(onEu1).toHaveTextContent('ready to merge');
    expect(onUs1).toHaveTextContent('proposed by dev-a');
    expect(onUs1).not.toHaveTextContent('renovate');
    expect(proposals.mock.calls.map(([query]) => query)).toEqual([
      {
        entity: 'component:default/ticket-sales',
        state: 'open',
        limit: 200,
        cursor: undefined,
      },
    ]);
  });

  it('stand in the gap that they would close, and lead to their way', async () => {
    show();
    await userEvent.click(await screen.findByText('#218 · waiting for checks'));
    expect(
      await screen.findByRole('dialog', { name: ours.title }),
    ).toHaveTextContent('waits for kubeconform');
  });

  it('are told in the details, with checks and reviews', async () => {
    show({
      address: `/?target=${encodeURIComponent(eu1)}&view=proposals`,
    });
    const item = await screen.findByRole('article', {
      name: 'Update envoy to 1.32',
    });
    expect(item).toHaveTextContent('Opened on the forge');
    expect(item).toHaveTextContent('all passed');
    expect(item).toHaveTextContent('by dev-b');
    expect(screen.getByRole('tab', { name: /Proposals\s*2/ })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  });

  it('tells none from not known', async () => {
    show({
      address: `/?target=${encodeURIComponent(eu1)}&view=proposals`,
      api: {
        proposals: async () => {
          throw new Error('the forge is away');
        },
      },
    });
    expect(
      await screen.findByText('Open pull requests could not be loaded'),
    ).toBeInTheDocument();
    expect(screen.getByText(/the forge is away/)).toBeInTheDocument();
    expect(
      screen.queryByText('No open pull request touches this'),
    ).not.toBeInTheDocument();
  });

  it('go on a signal, without anyone asking', async () => {
    const items = [ours];
    const { tell } = show({ api: { proposals: async () => ({ items }) } });
    await screen.findByText('#218 · waiting for checks');
    items.length = 0;
    await tell({ targets: [eu1] });
    await waitFor(() =>
      expect(
        screen.queryByText('#218 · waiting for checks'),
      ).not.toBeInTheDocument(),
    );
    expect(
      screen.getAllByRole('button', { name: /^Promote ticket-sales/ }),
    ).not.toHaveLength(0);
  });

  it('are all asked for where there are more than a page', async () => {
    const { proposals } = show({
      api: {
        proposals: async ({ cursor } = {}) =>
          cursor
            ? { items: [ours] }
            : { items: [foreign], nextCursor: 'second' },
      },
    });
    expect(
      await screen.findByText('#218 · waiting for checks'),
    ).toBeInTheDocument();
    expect(proposals).toHaveBeenCalledTimes(2);
  });
});

describe('a followed proposal', () => {
  it('opens by its address, and goes with it', async () => {
    show({ address: '/?proposal=p219' });
    const dialog = await screen.findByRole('dialog', { name: foreign.title });
    expect(dialog).toHaveTextContent('was not proposed here');
    await userEvent.click(
      within(dialog).getAllByRole('button', { name: 'Close' })[0],
    );
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('moves on live, until every cluster runs it', async () => {
    const answer = laggingAnswer();
    let followed: Proposal = ours;
    let running = 'v41';
    const { tell } = show({
      address: '/?proposal=p218',
      api: {
        proposal: async () => followed,
        target: async id => {
          const target = answer.targets.find(one => one.id === id);
          if (target?.live?.state !== 'observed') throw new Error(id);
          const [artifact] = target.artifacts;
          const [pod] = target.live.artifacts;
          return {
            ...target,
            artifacts: [{ ...artifact, version: 'v44' }],
            live: {
              ...target.live,
              artifacts: [{ ...pod, version: id === eu1 ? 'v44' : running }],
              sync: { state: 'synced' },
            },
          };
        },
      },
    });
    const dialog = await screen.findByRole('dialog', { name: ours.title });
    const step = (name: string) =>
      within(dialog)
        .getAllByRole('listitem')
        .find(item => item.textContent?.startsWith(name));
    expect(step('Merged')).toHaveTextContent('not yet');

    followed = {
      ...ours,
      state: 'merged',
      moves: [eu1, us1].map(target => ({ ...ours.moves[0], target })),
      pullRequest: aPullRequest({
        state: 'merged',
        mergedAt: '2026-11-21T09:25:00.000Z',
      }),
    };
    await tell({ targets: [eu1] });
    await waitFor(() => expect(step('Merged')).toHaveTextContent('done'));
    await waitFor(() =>
      expect(step('Running')).toHaveTextContent('on eu-1, waits for us-1'),
    );

    running = 'v44';
    followed = { ...followed, state: 'running' };
    await tell({ targets: [us1] });
    await waitFor(() =>
      expect(step('Running')).toHaveTextContent('on eu-1, us-1'),
    );
    expect(step('Running')).toHaveTextContent('done');
  });

  it('says why it could not be opened', async () => {
    const failed = aProposal({
      state: 'failed',
      reason: 'The forge refused the branch: it is protected',
      pullRequest: undefined,
    });
    show({ items: [failed], address: '/?proposal=p218' });
    const dialog = await screen.findByRole('dialog', { name: failed.title });
    expect(dialog).toHaveTextContent('It could not be opened');
    expect(dialog).toHaveTextContent('it is protected');
    expect(
      within(dialog).queryByRole('link', { name: 'Open on the forge' }),
    ).not.toBeInTheDocument();
  });

  it('makes no link of an address that is none', async () => {
    const url = ['javascript', 'alert(1)'].join(':');
    const item = aProposal({ pullRequest: aPullRequest({ url }) });
    show({ items: [item], address: '/?proposal=p218' });
    const dialog = await screen.findByRole('dialog', { name: item.title });
    expect(within(dialog).queryByRole('link')).not.toBeInTheDocument();
  });
});

describe('the fleet', () => {
  const [target] = laggingAnswer().targets.filter(({ id }) => id === eu1);
  const row = {
    id: target.id,
    unit: target.unit,
    service: target.service,
    environment: target.environment,
    cluster: target.cluster,
    path: target.path,
    artifacts: target.artifacts,
    repository: target.repository,
    behindState: 'behind' as const,
    behindCount: 3,
  };

  it('marks the rows that a pull request would move', async () => {
    const proposals = jest.fn(async () => ({ items: [foreign, ours] }));
    renderForEntity(<FleetContent now={NOW} />, {
      api: {
        proposals,
        proposal: async () => ours,
        fleet: async () => ({
          items: [row],
          total: 1,
          facets: { environments: [], repositories: [], owners: [] },
          repositories: [],
        }),
      },
    });
    const mark = await screen.findByRole('button', {
      name: `Follow ${ours.title}`,
    });
    expect(mark).toHaveTextContent('#218 +1');
    await userEvent.click(mark);
    expect(
      await screen.findByRole('dialog', { name: ours.title }),
    ).toBeInTheDocument();
    expect(proposals).toHaveBeenCalledTimes(1);
  });
});

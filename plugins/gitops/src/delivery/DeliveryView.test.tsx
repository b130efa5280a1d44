import { NotAllowedError } from '@backstage/errors';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  GitopsApi,
  TargetDeliveryResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { anEntry, aTarget } from '../__testUtils__/builders';
import {
  aDelivery,
  aDeliveryAnswer,
  revision,
  steps,
} from '../__testUtils__/delivery';
import { aLive, ObservedParts } from '../__testUtils__/live';
import { NOW, renderForEntity } from '../__testUtils__/renderForEntity';
import { NowProvider } from '../time/now';
import { DeliveryView } from './DeliveryView';

let shown = 0;

function show(
  answer: Partial<TargetDeliveryResponse>,
  options: {
    readonly api?: Partial<GitopsApi>;
    readonly allowed?: boolean;
  } = {},
) {
  // What was allowed for one target is remembered.
  shown += 1;
  const targetDelivery = jest.fn(async () => aDeliveryAnswer(answer));
  renderForEntity(
    <NowProvider now={NOW}>
      <DeliveryView target={aTarget({ id: `t${shown}`, cluster: 'eu-1' })} />
    </NowProvider>,
    {
      api: { targetDelivery, ...options.api },
      allowed: options.allowed,
    },
  );
  return { targetDelivery };
}

const flux = (parts: ObservedParts = {}) =>
  aLive({ engine: 'flux', mode: undefined, delivery: aDelivery(), ...parts });
const argocd = (parts: ObservedParts = {}) =>
  aLive({ engine: 'argocd', mode: undefined, delivery: aDelivery(), ...parts });
const headline = () => screen.findByTestId('gitops-delivery-headline');
const button = (name: string) => screen.findByRole('button', { name });
const failed = aDelivery({
  state: 'failed',
  steps: steps('done', 'done', 'failed', 'pending'),
  stopped: { reason: 'failed', message: 'data[burst] must be a string' },
});

describe('DeliveryView', () => {
  it('says that it arrived, with the commit each step has reached', async () => {
    const other = 'b'.repeat(40);
    const entry = anEntry({
      commit: other,
      commitUrl: `https://git.larkspur.example/p/commit/${other}`,
    });
    show({}, { api: { targetHistory: async () => ({ items: [entry] }) } });

    expect(await headline()).toHaveTextContent('has arrived, and runs');
    const way = screen.getByRole('list', {
      name: 'The way from Git to what runs',
    });
    expect(within(way).getAllByRole('listitem')).toHaveLength(4);
    const links = await within(way).findAllByRole('link', {
      name: new RegExp(`^Commit ${revision.commit}`),
    });
    expect(links[0]).toHaveAttribute(
      'href',
      `https://git.larkspur.example/p/commit/${revision.commit}`,
    );
  });

  it('says where it is stuck, why, and how that ends', async () => {
    show({ live: flux(), delivery: failed });

    expect(await headline()).toHaveTextContent('Flux could not apply');
    const [stuck] = screen
      .getAllByRole('listitem')
      .filter(item => item.getAttribute('aria-current') === 'step');
    expect(stuck).toHaveTextContent('Applied: failed');
    expect(screen.getByText('data[burst] must be a string')).toBeVisible();
    expect(screen.getByText(/roll back by pull request/)).toBeVisible();
  });

  it('tells what goes on, who began it, and what was done before', async () => {
    show({
      live: argocd(),
      delivery: aDelivery({
        operation: {
          phase: 'running',
          automated: false,
          by: 'user:default/noor',
          message: 'waiting for hooks',
          startedAt: '2026-11-21T09:20:00.000Z',
        },
        history: [
          { revision: { revision: '1.4.0' }, by: 'ines', status: 'deployed' },
        ],
      }),
    });

    await headline();
    expect(screen.getByRole('region', { name: 'Under way' })).toHaveTextContent(
      /by noor.*began 10 min ago.*waiting for hooks/,
    );
    expect(screen.getByRole('cell', { name: '1.4.0' })).toBeInTheDocument();
    expect(screen.getByRole('cell', { name: 'ines' })).toBeInTheDocument();
    expect(screen.getByRole('cell', { name: 'deployed' })).toBeInTheDocument();
  });

  it('marks the events that warn, and shows the rest on request', async () => {
    const object = { group: '', kind: 'Pod', name: 'sales-1' };
    const event = (index: number) => ({
      type: index === 0 ? ('warning' as const) : ('normal' as const),
      reason: 'Unhealthy',
      message: `event ${index}`,
      count: index + 1,
      object,
    });
    show({ events: Array.from({ length: 11 }, (_, index) => event(index)) });

    await headline();
    const region = screen.getByRole('region', { name: 'Events' });
    const items = () => within(region).getAllByRole('listitem');
    expect(items()[0]).toHaveTextContent('Warning');
    expect(items()[1]).toHaveTextContent('2 times');
    expect(items()).toHaveLength(8);
    await userEvent.click(
      within(region).getByRole('button', { name: 'Show 3 more' }),
    );
    expect(items()).toHaveLength(11);
  });

  it('tells when it may be synced, and that it is not synced now', async () => {
    show({
      live: argocd(),
      windows: [
        {
          kind: 'deny',
          schedule: '0 22 * * *',
          duration: '8h',
          manual: false,
          active: true,
        },
      ],
      canSync: false,
    });

    await headline();
    expect(
      screen.getByRole('region', { name: 'Sync windows' }),
    ).toHaveTextContent(
      /No sync begins now.*Keeps from syncing.*0 22 \* \* \*/,
    );
    const sync = await button('Sync…');
    expect(sync).toHaveAttribute('aria-disabled', 'true');
    expect(sync).toHaveAccessibleDescription(/sync window/);
  });

  it('says what is missing where the engine did not answer', async () => {
    show({
      live: argocd({ observedAt: '2026-11-21T09:18:00.000Z' }),
      unanswered: 'it took longer than 10 s',
    });

    await headline();
    expect(screen.getByText('Argo CD didn’t answer')).toBeInTheDocument();
    expect(screen.getByText(/took longer than 10 s/)).toHaveTextContent(
      'What is below is of 12 min ago',
    );
  });

  it('does not call fine what was fine when last seen', async () => {
    show({
      live: argocd({
        observedAt: '2026-11-21T09:18:00.000Z',
        stale: { since: '2026-11-21T09:19:00.000Z', reason: 'no route' },
      }),
    });

    expect(await headline()).toHaveTextContent('had arrived when it was last');
    expect(screen.getByText('Shown as last seen 12 min ago')).toBeVisible();
    expect(await button('Refresh')).toHaveAccessibleDescription(
      /can’t be asked while it can’t be read/,
    );
    expect(await button('Sync…')).toHaveAccessibleDescription(
      'Sync is off while Argo CD cannot be read.',
    );
  });

  it('explains why a step that is done names a later commit', async () => {
    const commit = 'c'.repeat(40);
    const [declared, ...others] = aDelivery().steps;
    const later = [
      { ...declared, revision: { revision: commit, commit } },
      ...others,
    ];
    show({ live: argocd(), delivery: aDelivery({ steps: later }) });

    await headline();
    expect(screen.getByText(/names a later commit/)).toBeVisible();
  });

  it('has nothing to tell where no object applies it', async () => {
    show({ live: flux({ delivery: undefined }), delivery: undefined });

    expect(await headline()).toHaveTextContent('is not known');
    expect(
      screen.getByText('No object of Flux is known to apply this'),
    ).toBeInTheDocument();
  });

  it('leads to the page of the engine, and to nothing else', async () => {
    const link = 'https://argocd.larkspur.example/applications/sales';
    show({ live: argocd(), delivery: aDelivery({ link, instance: 'eu' }) });

    const page = await screen.findByRole('link', {
      name: 'Argo CD · eu (opens in a new tab)',
    });
    expect(page).toHaveAttribute('href', link);
    expect(page).toHaveAttribute('target', '_blank');
    expect(page).toHaveAttribute('rel', 'noopener noreferrer');
  });

  it('never makes a link of an address that would run', async () => {
    // eslint-disable-next-line no-script-url
    const link = 'javascript:alert(1)';
    show({ live: argocd(), delivery: aDelivery({ link, instance: 'eu' }) });

    expect(await screen.findByText('Argo CD · eu')).toBeInTheDocument();
    expect(
      screen.queryByRole('link', { name: /Argo CD/ }),
    ).not.toBeInTheDocument();
  });

  it('tells who may not see it from what broke', async () => {
    show(
      {},
      {
        api: {
          targetDelivery: async () => {
            throw new NotAllowedError('no');
          },
        },
      },
    );
    expect(await screen.findByText('You may not see this')).toBeInTheDocument();
  });
});

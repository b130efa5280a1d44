import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  Delivery,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { aRepository, aTarget, pipeline } from '../__testUtils__/builders';
import { aDelivery, aDeliveryAnswer, steps } from '../__testUtils__/delivery';
import { aLive, ObservedParts } from '../__testUtils__/live';
import { NOW, renderForEntity } from '../__testUtils__/renderForEntity';
import { EntityGitopsContent } from './EntityGitopsContent';

const failed: Partial<Delivery> = {
  state: 'failed',
  steps: steps('done', 'done', 'failed', 'pending'),
  stopped: { reason: 'failed', message: 'data[burst] must be a string' },
};

const on = (
  cluster: string,
  delivery: Partial<Delivery> = {},
  live: ObservedParts = {},
) =>
  aTarget({
    cluster,
    live: aLive({
      cluster,
      engine: 'flux',
      mode: undefined,
      delivery: aDelivery(delivery),
      ...live,
    }),
  });

function show(targets: TargetState[]) {
  const targetDelivery = jest.fn(async () => aDeliveryAnswer());
  renderForEntity(<EntityGitopsContent now={NOW} />, {
    api: {
      targetDelivery,
      entityTargets: async () => ({
        services: ['ticket-sales'],
        environments: pipeline,
        targets,
        repositories: [aRepository()],
      }),
    },
  });
  return { targetDelivery };
}

const summary = () => screen.findByTestId('gitops-summary');

describe('A target that an engine delivers', () => {
  it('is calm where all of it arrived', async () => {
    show([on('eu-1'), on('us-1')]);
    expect(await summary()).toHaveTextContent('All of it is healthy');
    expect(
      screen.queryByTestId('gitops-delivery-track'),
    ).not.toBeInTheDocument();
  });

  it.each<[string, Partial<Delivery>, string]>([
    [
      'could not be applied',
      failed,
      'Flux could not apply v41 to production on eu-1.',
    ],
    [
      'could not be fetched',
      { ...failed, steps: steps('done', 'failed', 'pending', 'pending') },
      'Flux could not fetch v41 for production on eu-1.',
    ],
    [
      'is suspended',
      { state: 'suspended', suspended: { by: 'user:default/noor' } },
      'noor suspended Flux for production on eu-1.',
    ],
    [
      'waits for something else',
      {
        waitsFor: ['infra/crds'],
        stopped: { reason: 'waiting', message: '' },
      },
      'v41 in production on eu-1 waits for infra/crds.',
    ],
    [
      'was not looked at',
      { stopped: { reason: 'notFetched', message: '' } },
      'Flux has not fetched v41 for production on eu-1 yet.',
    ],
    [
      'is claimed by two',
      {
        state: 'unknown',
        claimedBy: [
          { group: 'g', kind: 'Kustomization', name: 'a' },
          { group: 'g', kind: 'Kustomization', name: 'b' },
        ],
      },
      'Production on eu-1 is claimed by 2 objects of Flux.',
    ],
  ])('that %s is named, and not called fine', async (_, parts, sentence) => {
    show([on('eu-1', parts), on('us-1')]);
    expect(await summary()).toHaveTextContent(sentence);
    expect(await summary()).not.toHaveTextContent('All of it is healthy');
  });

  it('leads from where it is stuck to what the engine says, asked only then', async () => {
    const { targetDelivery } = show([on('eu-1', failed), on('us-1')]);
    const [card] = await screen.findAllByTestId('gitops-target-card');
    expect(card).toHaveTextContent('data[burst] must be a string');
    expect(targetDelivery).not.toHaveBeenCalled();

    await userEvent.click(
      within(card).getByRole('button', {
        name: /Show how Flux delivers eu-1 in production/,
      }),
    );
    expect(
      await screen.findByTestId('gitops-delivery-headline'),
    ).toBeInTheDocument();
    expect(targetDelivery).toHaveBeenCalledTimes(1);
    expect(
      screen.getByRole('tab', { name: /Delivery/, selected: true }),
    ).toHaveTextContent('Apply failed');
  });

  it('leads to the page of its engine', async () => {
    const link = 'https://argocd.larkspur.example/applications/sales';
    show([on('eu-1', { link, instance: 'mainland' }, { engine: 'argocd' })]);
    expect(
      await screen.findByRole('link', {
        name: 'Argo CD · mainland (opens in a new tab)',
      }),
    ).toHaveAttribute('href', link);
  });

  it('is greyed where its engine is away, with why and as of when', async () => {
    const stale = {
      since: '2026-11-21T09:18:00.000Z',
      reason: 'Argo CD did not answer',
    };
    const observedAt = '2026-11-21T09:18:00.000Z';
    show([on('eu-1', {}, { engine: 'argocd', stale, observedAt })]);
    expect(await summary()).toHaveTextContent(
      'Argo CD can’t be read now: production on eu-1 is shown as last seen 12 min ago.',
    );
    const card = await screen.findByTestId('gitops-target-card');
    expect(
      within(card).getByTestId('gitops-delivery-track'),
    ).toBeInTheDocument();
    expect(card).toHaveTextContent('as seen 12 min ago');
    expect(card).toHaveTextContent('Argo CD did not answer');
  });

  it('stands out among many clusters', async () => {
    const clusters = ['eu-1', 'eu-2', 'eu-3', 'us-1', 'us-2', 'us-3', 'ap-1'];
    show([
      ...clusters.map(cluster => on(cluster)),
      on('sa-1', { state: 'suspended', suspended: { by: 'noor' } }),
    ]);
    expect(await screen.findByText('Suspended by noor')).toBeInTheDocument();
    expect(screen.getByText('sa-1')).toBeInTheDocument();
    expect(screen.getByText('7 clusters')).toBeInTheDocument();
  });
});

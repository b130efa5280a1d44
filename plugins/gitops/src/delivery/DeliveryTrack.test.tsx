import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Delivery } from '@backstage-gitops/plugin-gitops-common';
import { aDelivery, steps } from '../__testUtils__/delivery';
import { aLive, ObservedParts } from '../__testUtils__/live';
import { NOW, renderForEntity } from '../__testUtils__/renderForEntity';
import { NowProvider } from '../time/now';
import { DeliveryTrack } from './DeliveryTrack';

const onOpen = jest.fn();

function show(delivery: Partial<Delivery>, live: ObservedParts = {}) {
  const parts = { engine: 'flux' as const, mode: undefined, ...live };
  renderForEntity(
    <NowProvider now={NOW}>
      <p>The card</p>
      <DeliveryTrack
        live={aLive({ ...parts, delivery: aDelivery(delivery) })}
        label="Show how Flux delivers eu-1"
        onOpen={onOpen}
      />
    </NowProvider>,
    { api: {} },
  );
  return screen.findByText('The card');
}

const track = () =>
  screen.findByRole('button', { name: /^Show how Flux delivers eu-1/ });

describe('DeliveryTrack', () => {
  it('takes no room where everything came through', async () => {
    await show({});
    expect(
      screen.queryByTestId('gitops-delivery-track'),
    ).not.toBeInTheDocument();
  });

  it('says in words where it is stuck, and opens what is known of it', async () => {
    show({
      state: 'failed',
      steps: steps('done', 'done', 'failed', 'pending'),
      stopped: { reason: 'failed', message: 'must be a string' },
    });
    expect(await track()).toHaveAccessibleName(
      /Declared in Git: done · 6aa29768, Seen by Flux: done · 6aa29768, Running: failed/,
    );
    expect(screen.getByText('Apply failed')).toBeInTheDocument();
    expect(screen.getByText('must be a string')).toBeInTheDocument();
    await userEvent.click(await track());
    expect(onOpen).toHaveBeenCalledTimes(1);
  });

  it('says who suspended it, for how long, and why', async () => {
    await show({
      state: 'suspended',
      suspended: {
        by: 'user:default/noor',
        reason: 'Ferry season',
        since: '2026-11-19T09:00:00.000Z',
      },
    });
    expect(screen.getByText('Suspended by noor · 2 d')).toBeInTheDocument();
    expect(screen.getByText('Ferry season')).toBeInTheDocument();
  });

  it('names what is waited for', async () => {
    await show({
      state: 'progressing',
      waitsFor: ['infra/crds', 'infra/dns'],
      steps: steps('done', 'done', 'pending', 'pending'),
      stopped: { reason: 'waiting', message: 'It waits for both' },
    });
    expect(
      screen.getByText('Waits for infra/crds and 1 more'),
    ).toBeInTheDocument();
  });

  it('draws no way where several objects claim it', async () => {
    const object = { group: 'g', kind: 'Kustomization', name: 'apps' };
    await show({
      state: 'unknown',
      claimedBy: [object, { ...object, name: 'apps-old' }],
    });
    expect(screen.getByText('Claimed twice')).toBeInTheDocument();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });

  it('leaves to the health what the health says', async () => {
    const message = 'exceeded its progress deadline';
    await show(
      {
        steps: steps('done', 'done', 'done', 'failed'),
        stopped: { reason: 'degraded', message },
      },
      { health: 'degraded', message },
    );
    expect(await track()).toHaveAccessibleName(/Running: failed/);
    expect(screen.queryByText('Degraded')).not.toBeInTheDocument();
    expect(screen.queryByText(message)).not.toBeInTheDocument();
  });

  it('shows what was fine too, once it was seen too long ago', async () => {
    show(
      {},
      { stale: { since: '2026-11-21T09:18:00.000Z', reason: 'no route' } },
    );
    expect(await track()).toHaveAccessibleName(/Running: done/);
  });
});

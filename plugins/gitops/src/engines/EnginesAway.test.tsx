import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { EngineStatus } from '@backstage-gitops/plugin-gitops-common';
import { NOW, renderForEntity } from '../__testUtils__/renderForEntity';
import { NowProvider } from '../time/now';
import { EnginesAway } from './EnginesAway';

const away = (parts: Partial<EngineStatus> = {}): EngineStatus => ({
  kind: 'argocd',
  name: 'overseas',
  state: 'failed',
  reason: 'certificate has expired',
  since: '2026-11-21T09:18:00.000Z',
  lastSuccessAt: '2026-11-21T09:17:00.000Z',
  units: 64,
  ...parts,
});

function show(engines: readonly EngineStatus[], onOpen = () => {}) {
  renderForEntity(
    <NowProvider now={NOW}>
      <p>the fleet</p>
      <EnginesAway engines={engines} onOpen={onOpen} />
    </NowProvider>,
    { api: {} },
  );
  return screen.findByText('the fleet');
}

describe('EnginesAway', () => {
  it('names what is away and for how long, in an order that stays', async () => {
    await show([
      away({ kind: 'flux', name: 'eu-1', since: '2026-11-21T07:00:00.000Z' }),
      away(),
    ]);

    expect(
      screen.getByRole('button', {
        name: 'Away: Argo CD · overseas for 12 min, Flux · eu-1 for 2 h',
      }),
    ).toBeInTheDocument();
  });

  it('tells on hover since when exactly, and why', async () => {
    await show([away()]);

    expect(screen.getByText('Argo CD · overseas for 12 min').title).toMatch(
      /^away since .*2026.*: certificate has expired$/,
    );
  });

  it('leads to the list of all engines', async () => {
    const onOpen = jest.fn();
    await show([away()], onOpen);

    await userEvent.click(screen.getByRole('button', { name: /^Away:/ }));
    expect(onOpen).toHaveBeenCalledTimes(1);
  });

  it('counts those that do not fit in a line', async () => {
    await show(['a', 'b', 'c', 'd', 'e'].map(name => away({ name })));

    expect(screen.getByRole('button', { name: /^Away:/ })).toHaveTextContent(
      /a for 12 min, .*b for 12 min, .*c for 12 min and 2 more$/,
    );
  });

  it('says nothing of engines that can be read, or were never read yet', async () => {
    await show([
      away({ state: 'ready', reason: undefined, since: undefined }),
      away({ state: 'pending', lastSuccessAt: undefined, since: undefined }),
    ]);

    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });
});

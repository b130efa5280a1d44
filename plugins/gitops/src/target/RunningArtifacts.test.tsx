import { screen } from '@testing-library/react';
import type { GitopsApi } from '@backstage-gitops/plugin-gitops-common';
import { aDeliveryAnswer } from '../__testUtils__/delivery';
import { aLive, ObservedParts } from '../__testUtils__/live';
import { NOW, renderForEntity } from '../__testUtils__/renderForEntity';
import { NowProvider } from '../time/now';
import { LiveFacts } from './LiveFacts';

const [pod] = aLive().artifacts;

function show(parts: ObservedParts, api: Partial<GitopsApi> = {}) {
  renderForEntity(
    <NowProvider now={NOW}>
      <LiveFacts target="t1" live={aLive({ artifacts: [], ...parts })} />
    </NowProvider>,
    { api },
  );
}

describe('what runs of a target', () => {
  it('is asked of Argo CD, whose pods nobody watches', async () => {
    const answer = aDeliveryAnswer({ live: aLive({ artifacts: [pod] }) });
    show({ engine: 'argocd' }, { targetDelivery: async () => answer });

    expect(await screen.findByText(pod.version)).toBeInTheDocument();
    expect(screen.queryByText('No pod runs.')).not.toBeInTheDocument();
  });

  it('is not known where Argo CD does not tell', async () => {
    const fail = async () => {
      throw new Error('away');
    };
    show({ engine: 'argocd' }, { targetDelivery: fail });

    expect(
      await screen.findByText('Argo CD did not tell which pods run.'),
    ).toBeInTheDocument();
  });

  it('is nothing where pods are watched, and there is none', async () => {
    show({ engine: 'flux' });

    expect(await screen.findByText('No pod runs.')).toBeInTheDocument();
  });
});

import { screen, within } from '@testing-library/react';
import type { ProposalRollout } from '@backstage-gitops/plugin-gitops-common';
import { renderForEntity } from '../__testUtils__/renderForEntity';
import { aProposal } from '../__testUtils__/proposals';
import { stageOf } from '../proposals/proposalStage';
import { PlaceList } from './PlaceList';

const at = (
  ...states: ProposalRollout['steps'][number]['state'][]
): ProposalRollout['steps'] =>
  (['declared', 'fetched', 'applied', 'running'] as const).map(
    (step, index) => ({ step, state: states[index] }),
  );

const aRollout = (parts: Partial<ProposalRollout>): ProposalRollout => ({
  target: 'cart',
  place: 'cart in production on eu-1',
  state: 'waiting',
  engine: 'argocd',
  steps: at('done', 'pending', 'pending', 'pending'),
  ...parts,
});

const failed = aRollout({
  steps: at('done', 'done', 'failed', 'pending'),
  reason: 'sync failed in cart: field is immutable',
  stopped: { reason: 'failed', message: 'field is immutable' },
  link: 'https://argocd.larkspur.example/applications/argocd/cart',
});

async function show(...rollouts: ProposalRollout[]) {
  renderForEntity(<PlaceList rollouts={rollouts} />, { api: {} });
  await screen.findByText(rollouts[0].place);
}

const placeNamed = (name: string) =>
  screen
    .getAllByRole('listitem')
    .filter(item => item.textContent?.startsWith(name))[0];

/** What is said of a place in a word, and how far it is from there. */
const ways: readonly [string, Partial<ProposalRollout>, string][] = [
  [
    'ap-1',
    { stopped: { reason: 'notFetched', message: 'has seen 1234567' } },
    'not fetched yet',
  ],
  [
    'ap-2',
    {
      reason: 'cart is suspended by ada: the freeze',
      stopped: { reason: 'suspended', message: 'It is suspended' },
    },
    'suspended',
  ],
  [
    'eu-1',
    {
      steps: at('done', 'done', 'done', 'failed'),
      stopped: { reason: 'degraded', message: 'CrashLoopBackOff' },
    },
    'degraded',
  ],
  [
    'eu-2',
    { stopped: { reason: 'rollingOut', message: '1 of 2' } },
    'rolling out',
  ],
  [
    'us-1',
    { state: 'running', steps: at('done', 'done', 'done', 'done') },
    'runs',
  ],
  ['us-2', { state: 'unseen', steps: at('done').slice(0, 1) }, 'not observed'],
  ['us-3', { state: 'superseded', steps: [] }, 'moved on'],
];

describe('PlaceList', () => {
  it('marks the step that it is stuck at, and leads to the engine', async () => {
    await show(failed);
    const current = screen
      .getAllByRole('listitem')
      .find(item => item.getAttribute('aria-current') === 'step');
    expect(current).toHaveTextContent('Applied: failed');
    expect(screen.getByText('sync failed')).toBeInTheDocument();
    expect(screen.getByText('field is immutable')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /Argo CD/ })).toHaveAttribute(
      'href',
      failed.link,
    );
  });

  it('says of each place in a word how far it is', async () => {
    await show(
      ...ways.map(([place, parts]) =>
        aRollout({ target: place, place, ...parts }),
      ),
    );
    for (const [place, , word] of ways) {
      expect(within(placeNamed(place)).getByText(word)).toBeInTheDocument();
    }
    expect(placeNamed('ap-2')).toHaveTextContent('by ada: the freeze');
  });

  it('is stuck, on cards too, where a person has to look', () => {
    const merged = aProposal({ state: 'merged', rollouts: [failed] });
    expect(stageOf(merged)).toBe('stuck');
    const waiting = aRollout({
      stopped: { reason: 'notFetched', message: '' },
    });
    expect(stageOf({ ...merged, rollouts: [waiting] })).toBe('merged');
  });

  it('is suspended where somebody keeps all of it back', () => {
    const suspended = aRollout({
      stopped: { reason: 'suspended', message: '' },
    });
    const merged = aProposal({ state: 'merged', rollouts: [suspended] });
    expect(stageOf(merged)).toBe('suspended');
    expect(stageOf({ ...merged, rollouts: [suspended, failed] })).toBe('stuck');
  });
});

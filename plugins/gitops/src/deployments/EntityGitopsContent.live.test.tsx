import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { TargetState } from '@backstage-gitops/plugin-gitops-common';
import { aChange, anEntry, aTarget } from '../__testUtils__/builders';
import {
  deploymentsAnswer,
  showDeployments,
} from '../__testUtils__/deploymentsPage';
import { aDriftAnswer, aLive } from '../__testUtils__/live';

describe('EntityGitopsContent: what runs', () => {
  const drift = {
    fields: 1,
    resources: 1,
    missing: 0,
    orphaned: 0,
    indeterminate: 0,
    since: '2026-11-21T06:30:00Z',
    by: 'kubectl-scale',
  };
  const seen = (live: TargetState['live'], cluster = 'eu-1') =>
    aTarget({ id: `t-${cluster}`, cluster, live });
  const cards = () => screen.findAllByTestId('gitops-target-card');

  it('is told on each card, with what differs and since when', async () => {
    const targets = [
      seen(
        aLive({
          sync: 'outOfSync',
          drift,
          behind: { running: ['v40'], since: '2026-11-21T06:30:00Z' },
        }),
      ),
      seen(aLive({ health: 'degraded', message: 'OOMKilled' }), 'us-1'),
    ];
    showDeployments({
      entityTargets: async () => deploymentsAnswer({ targets }),
    });

    const [drifted, failing] = await cards();
    expect(drifted).toHaveTextContent(
      /v41.*running v40 · differs for 3 h.*Healthy.*Out of sync.*drift 1 · 3 h/,
    );
    expect(drifted).toHaveTextContent('built-in engine');
    expect(failing).toHaveTextContent(/Degraded.*In sync.*OOMKilled/);
    expect(screen.getByTestId('gitops-summary')).toHaveTextContent(
      'Production declares v41 on 2 clusters. Production on us-1 is failing. ' +
        'Production on eu-1 runs v40 instead, for 3 h now. ' +
        '1 drift in production on eu-1, 3 h.',
    );
    expect(screen.getByTitle('Failing')).toBeInTheDocument();
  });

  it('is called fine only where all of it was seen', async () => {
    const targets = [seen(aLive()), seen(aLive(), 'us-1')];
    showDeployments({
      entityTargets: async () => deploymentsAnswer({ targets }),
    });

    expect(await screen.findByTestId('gitops-summary')).toHaveTextContent(
      'Production runs v41 on 2 clusters. All of it is healthy and as Git declares.',
    );
  });

  it('is grey where it is not known, with why and as of when', async () => {
    const targets = [
      seen({ state: 'unobserved', reason: 'no cluster is named eu-1' }),
      seen(
        aLive({
          observedAt: '2026-11-21T07:30:00Z',
          stale: { since: '2026-11-21T07:30:00Z', reason: 'timed out' },
        }),
        'us-1',
      ),
    ];
    showDeployments({
      entityTargets: async () => deploymentsAnswer({ targets }),
    });

    const [never, stale] = await cards();
    expect(never).toHaveTextContent(/Not observed.*no cluster is named eu-1/);
    expect(stale).toHaveTextContent('as seen 2 h ago');
    expect(within(stale).getByText('timed out')).toBeInTheDocument();
    expect(screen.getByTitle('Not fully known')).toBeInTheDocument();
  });

  it('leads from the drift of a card to what differs', async () => {
    const targets = [seen(aLive({ drift }))];
    showDeployments({
      entityTargets: async () => deploymentsAnswer({ targets }),
      targetDrift: async () => aDriftAnswer(),
    });

    await userEvent.click(
      await screen.findByRole('button', { name: /^drift 1/ }),
    );
    expect(
      await screen.findByTestId('gitops-drift-headline'),
    ).toBeInTheDocument();
  });

  it('is renewed in place when a signal tells of it', async () => {
    const answers = [
      deploymentsAnswer({ targets: [seen(aLive({ drift }))] }),
      deploymentsAnswer({ targets: [seen(aLive())] }),
    ];
    const entityTargets = async () => answers.shift() ?? deploymentsAnswer();
    const { tell } = showDeployments({ entityTargets });
    expect((await cards())[0]).toHaveTextContent('drift 1');

    await tell({ targets: ['t-eu-1'] });
    await waitFor(() =>
      expect(screen.getByTestId('gitops-target-card')).not.toHaveTextContent(
        'drift',
      ),
    );
  });

  it('brings the new change into the history, too', async () => {
    const pushed = aChange({
      landedBy: 'f'.repeat(40),
      subject: 'Promote ticket-sales to v42',
    });
    const answers = [
      deploymentsAnswer({ targets: [seen(aLive())] }),
      deploymentsAnswer({
        targets: [{ ...seen(aLive()), lastChange: pushed }],
      }),
    ];
    let landed = false;
    const { tell } = showDeployments({
      entityTargets: async () => answers.shift() ?? deploymentsAnswer(),
      entityHistory: async () => ({
        items: [
          ...(landed ? [anEntry(pushed)] : []),
          anEntry({ subject: 'An older change' }),
        ],
      }),
    });
    expect(await screen.findByText('An older change')).toBeInTheDocument();

    landed = true;
    await tell({ targets: ['t-eu-1'] });
    expect(
      await screen.findByRole('region', { name: 'History' }),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(screen.getByRole('region', { name: 'History' })).toHaveTextContent(
        /Promote ticket-sales to v42.*An older change/,
      ),
    );
  });

  it('says so where a link leads to a target that is gone', async () => {
    showDeployments(
      { entityTargets: async () => deploymentsAnswer() },
      '/?target=gone&view=drift',
    );
    expect(
      await screen.findByRole('dialog', {
        name: /not on this page any more/,
      }),
    ).toHaveTextContent('Not to be found');
  });
});

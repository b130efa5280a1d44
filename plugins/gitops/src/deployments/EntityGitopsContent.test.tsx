import { NotAllowedError } from '@backstage/errors';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  EntityTargetsResponse,
  GitopsApi,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import {
  aChange,
  anArtifact,
  anEntry,
  aRepository,
  aTarget,
  pipeline,
} from '../__testUtils__/builders';
import { aDriftAnswer, aLive } from '../__testUtils__/live';
import { NOW, renderForEntity } from '../__testUtils__/renderForEntity';
import { EntityGitopsContent } from './EntityGitopsContent';

const waiting = [
  aChange({ commit: 'a'.repeat(40), subject: 'Currency rounding' }),
  aChange({ commit: 'b'.repeat(40), subject: 'Retry on 5xx' }),
];
const behind: TargetState['behind'] = {
  state: 'behind',
  environment: 'staging',
  count: 3,
  since: '2026-11-15T08:00:00Z',
  changes: waiting,
};
const file = 'apps/ticket-sales/overlays/production/kustomization.yaml';
const links = { [file]: `https://git.larkspur.example/src/6aa2976855/${file}` };

const staging = aTarget({
  environment: 'staging',
  cluster: 'stg-1',
  artifacts: [anArtifact({ version: 'v44' })],
});
const production = ['eu-1', 'us-1'].map(cluster =>
  aTarget({ cluster, behind, links }),
);

function answer(
  parts: Partial<EntityTargetsResponse> = {},
): EntityTargetsResponse {
  return {
    services: ['ticket-sales'],
    environments: pipeline,
    targets: [staging, ...production],
    repositories: [aRepository()],
    ...parts,
  };
}

const show = (api: Partial<GitopsApi>, address?: string) =>
  renderForEntity(<EntityGitopsContent now={NOW} />, { api, address });

const column = async (name: string) => screen.findByRole('region', { name });

describe('EntityGitopsContent', () => {
  it('says in a sentence what is declared and what waits', async () => {
    show({ entityTargets: async () => answer() });

    expect(await screen.findByTestId('gitops-summary')).toHaveTextContent(
      'Production declares v41 on 2 clusters. Staging is 3 changes ahead.',
    );
  });

  it('shows environments in promotion order with a card for each target', async () => {
    show({ entityTargets: async () => answer() });

    await screen.findByTestId('gitops-summary');
    expect(
      screen.getAllByRole('heading', { level: 3 }).map(h => h.textContent),
    ).toEqual(['staging', 'production']);
    const cards = within(await column('production')).getAllByTestId(
      'gitops-target-card',
    );
    expect(cards.map(card => card.textContent)).toEqual([
      expect.stringContaining('eu-1'),
      expect.stringContaining('us-1'),
    ]);
    expect(cards[0]).toHaveTextContent('v41');
    expect(cards[0]).toHaveTextContent('6 d ago');
    expect(cards[0]).toHaveTextContent('by Noor Haddad');
    expect(cards[0]).toHaveTextContent('behind by 3 changes, 6 d');
  });

  it('leads from a version to the exact line that holds it', async () => {
    show({ entityTargets: async () => answer() });

    const [line] = within(await column('production')).getAllByRole('link', {
      name: /kustomization\.yaml:12/,
    });
    expect(line).toHaveAttribute('href', `${links[file]}#L12`);
  });

  it('leads to the pull request that brought the version', async () => {
    show({ entityTargets: async () => answer() });

    const [pull] = within(await column('production')).getAllByRole('link', {
      name: /Pull request #201/,
    });
    expect(pull).toHaveAttribute(
      'href',
      'https://git.larkspur.example/larkspur/platform/pulls/201',
    );
  });

  it('tells between two environments which changes wait', async () => {
    show({ entityTargets: async () => answer() });

    const [gap] = await screen.findAllByRole('button', {
      name: '3 changes of staging wait for production',
    });
    await userEvent.click(gap);

    const list = await screen.findByRole('dialog', {
      name: '3 changes of staging wait for production',
    });
    expect(list).toHaveTextContent('Currency rounding');
    expect(list).toHaveTextContent('Retry on 5xx');
    expect(list).toHaveTextContent('and 1 older change');
  });

  it('names who asked for it in the portal, not the bot that made it', async () => {
    const lastChange = aChange({
      author: 'gitops-bot',
      askedBy: 'user:default/priya.raman',
    });
    show({
      entityTargets: async () =>
        answer({ targets: [aTarget({ environment: 'staging', lastChange })] }),
    });

    const card = await screen.findByTestId('gitops-target-card');
    expect(card).toHaveTextContent('asked by priya.raman');
    expect(
      within(card).getByRole('link', { name: 'priya.raman' }),
    ).toHaveAttribute('href', '/catalog/default/user/priya.raman');
    expect(card).not.toHaveTextContent('by gitops-bot');
    expect(within(card).getByTitle('by gitops-bot')).toBeInTheDocument();
  });

  it('opens the details of a card by keyboard', async () => {
    show({
      entityTargets: async () => answer(),
      targetHistory: async () => ({
        items: [anEntry({ subject: 'Raise the memory limit', artifacts: [] })],
      }),
    });

    const details = await screen.findByRole('button', {
      name: 'Details of eu-1 in production',
    });
    details.focus();
    await userEvent.keyboard('{Enter}');

    const drawer = await screen.findByRole('dialog', {
      name: 'ticket-sales in production',
    });
    expect(drawer).toHaveTextContent(`${file}:12`);
    expect(drawer).toHaveTextContent('images[name=ticket-sales].newTag');
    expect(drawer).toHaveTextContent('Kustomization ticket-sales');
    await userEvent.click(within(drawer).getByRole('tab', { name: 'History' }));
    expect(
      await within(drawer).findByText('Raise the memory limit'),
    ).toBeInTheDocument();
    expect(drawer).toHaveTextContent('configuration only');
  });

  it('folds the artifacts beside the main image', async () => {
    const target = aTarget({
      artifacts: [
        anArtifact({ name: 'docker.example/envoy', version: '1.31.2' }),
        anArtifact(),
      ],
    });
    show({ entityTargets: async () => answer({ targets: [target] }) });

    expect(await screen.findByTestId('gitops-target-card')).toHaveTextContent(
      'v41',
    );
    expect(screen.queryByText('1.31.2')).not.toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: '1 more artifact' }),
    );
    expect(screen.getByText('1.31.2')).toBeInTheDocument();
  });

  it('groups clusters that declare the same when there are many', async () => {
    const targets = ['eu-1', 'eu-2', 'us-1', 'us-2', 'ap-1', 'sa-1'].map(
      cluster =>
        aTarget({
          cluster,
          artifacts: [
            anArtifact({ version: cluster === 'sa-1' ? 'v40' : 'v41' }),
          ],
        }),
    );
    show({ entityTargets: async () => answer({ targets }) });

    const board = await column('production');
    expect(board).toHaveTextContent('6 targets on 6 clusters');
    expect(board).toHaveTextContent('ap-1, eu-1, eu-2 and 2 more');
    expect(within(board).getAllByText('v41')).toHaveLength(1);
    expect(within(board).getAllByText('v40')).toHaveLength(1);
  });

  describe('what runs', () => {
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
      show({ entityTargets: async () => answer({ targets }) });

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
      show({ entityTargets: async () => answer({ targets }) });

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
      show({ entityTargets: async () => answer({ targets }) });

      const [never, stale] = await cards();
      expect(never).toHaveTextContent(/Not observed.*no cluster is named eu-1/);
      expect(stale).toHaveTextContent('as seen 2 h ago');
      expect(within(stale).getByText('timed out')).toBeInTheDocument();
      expect(screen.getByTitle('Not fully known')).toBeInTheDocument();
    });

    it('leads from the drift of a card to what differs', async () => {
      const targets = [seen(aLive({ drift }))];
      show({
        entityTargets: async () => answer({ targets }),
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
        answer({ targets: [seen(aLive({ drift }))] }),
        answer({ targets: [seen(aLive())] }),
      ];
      const entityTargets = async () => answers.shift() ?? answer();
      const { tell } = show({ entityTargets });
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
        answer({ targets: [seen(aLive())] }),
        answer({ targets: [{ ...seen(aLive()), lastChange: pushed }] }),
      ];
      let landed = false;
      const { tell } = show({
        entityTargets: async () => answers.shift() ?? answer(),
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
        expect(
          screen.getByRole('region', { name: 'History' }),
        ).toHaveTextContent(/Promote ticket-sales to v42.*An older change/),
      );
    });

    it('says so where a link leads to a target that is gone', async () => {
      show({ entityTargets: async () => answer() }, '/?target=gone&view=drift');
      expect(
        await screen.findByRole('dialog', {
          name: /not on this page any more/,
        }),
      ).toHaveTextContent('Not to be found');
    });
  });

  describe('looks', () => {
    it('loading: the shape of the page, said to be loading', async () => {
      show({ entityTargets: () => new Promise(() => {}) });

      expect(await screen.findByRole('status')).toHaveTextContent('Loading');
    });

    it('empty: says where was looked and what to write', async () => {
      show({ entityTargets: async () => answer({ targets: [] }) });

      expect(
        await screen.findByText('No repository declares ticket-sales'),
      ).toBeInTheDocument();
      expect(screen.getByText('platform')).toBeInTheDocument();
      await waitFor(() =>
        expect(document.body).toHaveTextContent(
          'gitops/service: name-in-the-repository',
        ),
      );
    });

    it('empty, but nothing could be read: says that it is not known', async () => {
      const never = aRepository({
        state: 'failed',
        error: 'no route to host',
        lastSuccessAt: undefined,
      });
      show({
        entityTargets: async () =>
          answer({ targets: [], repositories: [never] }),
      });

      expect(
        await screen.findByText('What is declared is not known'),
      ).toBeInTheDocument();
      expect(
        screen.queryByText('No repository declares ticket-sales'),
      ).not.toBeInTheDocument();
    });

    it('partial: names the reason while the rest stands', async () => {
      const never = aRepository({
        id: 'freight',
        state: 'failed',
        error: 'the credentials were refused',
        lastSuccessAt: undefined,
      });
      show({
        entityTargets: async () =>
          answer({ repositories: [aRepository(), never] }),
      });

      expect(
        await screen.findByText('A repository could not be read'),
      ).toBeInTheDocument();
      expect(
        screen.getByText(/the credentials were refused/),
      ).toBeInTheDocument();
      expect(screen.getAllByTestId('gitops-target-card')).toHaveLength(3);
    });

    it('stale: says when it was last seen, on the page and on each card', async () => {
      const failing = aRepository({
        state: 'failed',
        error: 'connection timed out',
        lastSuccessAt: '2026-11-21T04:30:00Z',
      });
      show({ entityTargets: async () => answer({ repositories: [failing] }) });

      expect(
        await screen.findByText('A repository is shown as last read 5 h ago'),
      ).toBeInTheDocument();
      expect(screen.getByText(/connection timed out/)).toBeInTheDocument();
      for (const card of screen.getAllByTestId('gitops-target-card')) {
        expect(card).toHaveTextContent('Git as of 5 h ago');
      }
      expect(screen.getByTitle('Not fully known')).toBeInTheDocument();
    });

    it('error: says what failed and what is still true, and tries again', async () => {
      const entityTargets = jest
        .fn<Promise<EntityTargetsResponse>, []>()
        .mockRejectedValueOnce(new Error('the database is locked'))
        .mockResolvedValue(answer());
      show({ entityTargets });

      const alert = await screen.findByRole('alert');
      expect(alert).toHaveTextContent('This could not be loaded');
      expect(alert).toHaveTextContent('the database is locked');
      expect(alert).toHaveTextContent('Nothing that is deployed is affected');
      await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
      expect(await screen.findByTestId('gitops-summary')).toBeInTheDocument();
    });

    it('denied: names the permission, and offers no retry', async () => {
      show({
        entityTargets: async () => {
          throw new NotAllowedError('Unauthorized');
        },
      });

      expect(
        await screen.findByText('You may not see this'),
      ).toBeInTheDocument();
      expect(screen.getByText(/gitops\.target\.read/)).toBeInTheDocument();
      expect(
        screen.queryByRole('button', { name: 'Try again' }),
      ).not.toBeInTheDocument();
    });

    it('keeps what it shows when refreshing fails', async () => {
      const entityTargets = jest
        .fn<Promise<EntityTargetsResponse>, []>()
        .mockResolvedValueOnce(answer())
        .mockRejectedValue(new Error('gone'));
      show({ entityTargets });

      await userEvent.click(
        await screen.findByRole('button', { name: 'Refresh' }),
      );
      expect(
        await screen.findByText('Loading it again failed: gone'),
      ).toBeInTheDocument();
      expect(screen.getAllByTestId('gitops-target-card')).toHaveLength(3);
    });
  });

  it('shows what is written in a repository as text, and no link from it', async () => {
    const subject = '<img src=x onerror=alert(1)> Bump';
    const url = ['javascript', 'alert(1)'].join(':');
    const target = aTarget({
      lastChange: aChange({ subject, pullRequest: { number: 7, url } }),
      links: { [file]: url },
    });
    show({ entityTargets: async () => answer({ targets: [target] }) });

    expect(await screen.findByText(subject)).toBeInTheDocument();
    expect(document.querySelector('img')).toBeNull();
    expect(screen.getByText('#7')).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: /#7/ })).not.toBeInTheDocument();
    expect(
      screen.queryByRole('link', { name: /kustomization/ }),
    ).not.toBeInTheDocument();
  });

  it('shortens a commit as version and copies it whole', async () => {
    const user = userEvent.setup();
    const write = jest.spyOn(navigator.clipboard, 'writeText');
    write.mockResolvedValue();
    const version = '547914854b06c8725dc609a872b5c62e2b935663';
    const target = aTarget({ artifacts: [anArtifact({ version })] });
    show({ entityTargets: async () => answer({ targets: [target] }) });

    const card = await screen.findByTestId('gitops-target-card');
    expect(within(card).getByText('547914854b')).toBeInTheDocument();
    await user.click(
      within(card).getByRole('button', { name: `Copy ${version}` }),
    );
    expect(write).toHaveBeenCalledWith(version);
  });
});

import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aChange,
  anArtifact,
  anEntry,
  aTarget,
} from '../__testUtils__/builders';
import {
  columnOf,
  deploymentsAnswer,
  showDeployments,
  file,
  links,
} from '../__testUtils__/deploymentsPage';

describe('EntityGitopsContent', () => {
  it('says in a sentence what is declared and what waits', async () => {
    showDeployments({ entityTargets: async () => deploymentsAnswer() });

    expect(await screen.findByTestId('gitops-summary')).toHaveTextContent(
      'Production declares v41 on 2 clusters. Staging is 3 changes ahead.',
    );
  });

  it('shows environments in promotion order with a card for each target', async () => {
    showDeployments({ entityTargets: async () => deploymentsAnswer() });

    await screen.findByTestId('gitops-summary');
    expect(
      screen.getAllByRole('heading', { level: 3 }).map(h => h.textContent),
    ).toEqual(['staging', 'production']);
    const cards = within(await columnOf('production')).getAllByTestId(
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
    showDeployments({ entityTargets: async () => deploymentsAnswer() });

    const [line] = within(await columnOf('production')).getAllByRole('link', {
      name: /kustomization\.yaml:12/,
    });
    expect(line).toHaveAttribute('href', `${links[file]}#L12`);
  });

  it('leads to the pull request that brought the version', async () => {
    showDeployments({ entityTargets: async () => deploymentsAnswer() });

    const [pull] = within(await columnOf('production')).getAllByRole('link', {
      name: /Pull request #201/,
    });
    expect(pull).toHaveAttribute(
      'href',
      'https://git.larkspur.example/larkspur/platform/pulls/201',
    );
  });

  it('tells between two environments which changes wait', async () => {
    showDeployments({ entityTargets: async () => deploymentsAnswer() });

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
    showDeployments({
      entityTargets: async () =>
        deploymentsAnswer({
          targets: [aTarget({ environment: 'staging', lastChange })],
        }),
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
    showDeployments({
      entityTargets: async () => deploymentsAnswer(),
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
    showDeployments({
      entityTargets: async () => deploymentsAnswer({ targets: [target] }),
    });

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
    showDeployments({
      entityTargets: async () => deploymentsAnswer({ targets }),
    });

    const board = await columnOf('production');
    expect(board).toHaveTextContent('6 targets on 6 clusters');
    expect(board).toHaveTextContent('ap-1, eu-1, eu-2 and 2 more');
    expect(within(board).getAllByText('v41')).toHaveLength(1);
    expect(within(board).getAllByText('v40')).toHaveLength(1);
  });

  it('shows what is written in a repository as text, and no link from it', async () => {
    const subject = '<img src=x onerror=alert(1)> Bump';
    const url = ['javascript', 'alert(1)'].join(':');
    const target = aTarget({
      lastChange: aChange({ subject, pullRequest: { number: 7, url } }),
      links: { [file]: url },
    });
    showDeployments({
      entityTargets: async () => deploymentsAnswer({ targets: [target] }),
    });

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
    showDeployments({
      entityTargets: async () => deploymentsAnswer({ targets: [target] }),
    });

    const card = await screen.findByTestId('gitops-target-card');
    expect(within(card).getByText('547914854b')).toBeInTheDocument();
    await user.click(
      within(card).getByRole('button', { name: `Copy ${version}` }),
    );
    expect(write).toHaveBeenCalledWith(version);
  });
});

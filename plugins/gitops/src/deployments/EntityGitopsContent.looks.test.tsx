import { NotAllowedError } from '@backstage/errors';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { EntityTargetsResponse } from '@backstage-gitops/plugin-gitops-common';
import { aRepository } from '../__testUtils__/builders';
import {
  deploymentsAnswer,
  showDeployments,
} from '../__testUtils__/deploymentsPage';

describe('EntityGitopsContent: looks', () => {
  it('loading: the shape of the page, said to be loading', async () => {
    showDeployments({ entityTargets: () => new Promise(() => {}) });

    expect(await screen.findByRole('status')).toHaveTextContent('Loading');
  });

  it('empty: says where was looked and what to write', async () => {
    showDeployments({
      entityTargets: async () => deploymentsAnswer({ targets: [] }),
    });

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
    showDeployments({
      entityTargets: async () =>
        deploymentsAnswer({ targets: [], repositories: [never] }),
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
    showDeployments({
      entityTargets: async () =>
        deploymentsAnswer({ repositories: [aRepository(), never] }),
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
    showDeployments({
      entityTargets: async () => deploymentsAnswer({ repositories: [failing] }),
    });

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
      .mockResolvedValue(deploymentsAnswer());
    showDeployments({ entityTargets });

    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('This could not be loaded');
    expect(alert).toHaveTextContent('the database is locked');
    expect(alert).toHaveTextContent('Nothing that is deployed is affected');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByTestId('gitops-summary')).toBeInTheDocument();
  });

  it('denied: names the permission, and offers no retry', async () => {
    showDeployments({
      entityTargets: async () => {
        throw new NotAllowedError('Unauthorized');
      },
    });

    expect(await screen.findByText('You may not see this')).toBeInTheDocument();
    expect(screen.getByText(/gitops\.target\.read/)).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Try again' }),
    ).not.toBeInTheDocument();
  });

  it('keeps what it shows when refreshing fails', async () => {
    const entityTargets = jest
      .fn<Promise<EntityTargetsResponse>, []>()
      .mockResolvedValueOnce(deploymentsAnswer())
      .mockRejectedValue(new Error('gone'));
    showDeployments({ entityTargets });

    await userEvent.click(
      await screen.findByRole('button', { name: 'Refresh' }),
    );
    expect(
      await screen.findByText('Loading it again failed: gone'),
    ).toBeInTheDocument();
    expect(screen.getAllByTestId('gitops-target-card')).toHaveLength(3);
  });
});

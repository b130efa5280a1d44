import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { EngineStatus } from '@backstage-gitops/plugin-gitops-common';
import { aRepository } from '../__testUtils__/builders';
import { aFleet, showFleet } from '../__testUtils__/fleet';

function anEngineAway(): EngineStatus {
  return {
    kind: 'argocd',
    name: 'overseas',
    state: 'failed',
    reason: 'certificate has expired',
    since: '2026-11-21T09:18:00Z',
    units: 64,
  };
}

describe('FleetContent: repositories and engines', () => {
  it('teaches the configuration where no repository is configured', async () => {
    showFleet({
      fleet: async () => aFleet({ items: [], total: 0, repositories: [] }),
    });

    expect(
      await screen.findByText('Nothing is declared yet'),
    ).toBeInTheDocument();
    await waitFor(() =>
      expect(document.body).toHaveTextContent('repositories:'),
    );
  });

  it('shows the rows that it has while a repository fails, and why', async () => {
    const failing = aRepository({
      id: 'freight',
      state: 'failed',
      error: 'the credentials were refused',
      lastSuccessAt: undefined,
    });
    showFleet({
      fleet: async () => aFleet({ repositories: [aRepository(), failing] }),
    });

    expect(
      await screen.findByText(/the credentials were refused/),
    ).toBeInTheDocument();
    expect(screen.getByText('ticket-sales')).toBeInTheDocument();
    expect(screen.getByText('1 cannot be read')).toBeInTheDocument();
  });

  it('marks the rows of a repository that can no longer be read', async () => {
    const failing = aRepository({
      state: 'failed',
      lastSuccessAt: '2026-11-21T04:30:00Z',
    });
    showFleet({ fleet: async () => aFleet({ repositories: [failing] }) });

    expect(
      await screen.findByRole('row', { name: /ticket-sales/ }),
    ).toHaveTextContent('Git as of 5 h ago');
  });

  it('names an engine that is away in its head, and leads to the list', async () => {
    showFleet({
      fleet: async () => aFleet(),
      engines: async () => ({ items: [anEngineAway()] }),
    });

    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Away: Argo CD · overseas for 12 min',
      }),
    );
    expect(
      await screen.findByRole('dialog', { name: 'Repositories and engines' }),
    ).toHaveTextContent(/Argo CD · overseas.*Away/);
  });

  it('asks for the engines again when it asks for its rows', async () => {
    let items: EngineStatus[] = [];
    const { tell } = showFleet({
      fleet: async () => aFleet(),
      engines: async () => ({ items }),
    });
    await screen.findByRole('row', { name: /ticket-sales/ });
    expect(
      screen.queryByRole('button', { name: /^Away:/ }),
    ).not.toBeInTheDocument();

    items = [anEngineAway()];
    await tell({ targets: ['t1'] });
    expect(
      await screen.findByRole('button', { name: /^Away:/ }),
    ).toBeInTheDocument();
  });

  it('shows its rows where the engines can not be asked for', async () => {
    const engines = jest.fn(async () => {
      throw new Error('down');
    });
    showFleet({ fleet: async () => aFleet(), engines });

    expect(
      await screen.findByRole('row', { name: /ticket-sales/ }),
    ).toBeInTheDocument();
    expect(engines).toHaveBeenCalled();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('lists the engines beside the repositories', async () => {
    const engines = async () => ({
      items: [
        { kind: 'flux', name: 'eu-1', state: 'ready', units: 48 } as const,
      ],
    });
    const counts = { services: 214, behind: 17, differs: 2, drifted: 0 };
    showFleet({ fleet: async () => aFleet({ counts }), engines });
    const open = await screen.findByRole('button', { name: 'engines' });
    await userEvent.click(open);

    const drawer = await screen.findByRole('dialog', {
      name: 'Repositories and engines',
    });
    expect(await within(drawer).findByText('Flux · eu-1')).toBeInTheDocument();
    await userEvent.click(
      within(drawer).getByRole('tab', { name: 'Repositories' }),
    );
    expect(within(drawer).getByText('platform')).toBeInTheDocument();
  });

  it('lists the diagnostics of a repository, page after page', async () => {
    const diagnostic = (code: string) => ({
      level: 'warning' as const,
      code,
      message: `What ${code} means`,
      file: 'clusters/eu-1/kustomization.yaml',
      line: 7,
    });
    showFleet({
      fleet: async () =>
        aFleet({
          repositories: [
            aRepository({ diagnostics: { info: 0, warning: 2, error: 0 } }),
          ],
        }),
      repositoryDiagnostics: async (_, query = {}) =>
        query.cursor
          ? { items: [diagnostic('remote-base')], total: 2 }
          : { items: [diagnostic('yaml-invalid')], total: 2, nextCursor: 'n' },
    });

    await userEvent.click(
      await screen.findByRole('button', { name: '1 repository' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: '2 warnings' }),
    );
    const drawer = await screen.findByRole('dialog', {
      name: 'Diagnostics of platform',
    });
    expect(
      await within(drawer).findByText('What yaml-invalid means'),
    ).toBeInTheDocument();
    expect(drawer).toHaveTextContent('clusters/eu-1/kustomization.yaml:7');
    await userEvent.click(
      within(drawer).getByRole('button', { name: 'Load more' }),
    );
    expect(
      await within(drawer).findByText('What remote-base means'),
    ).toBeInTheDocument();
  });
});

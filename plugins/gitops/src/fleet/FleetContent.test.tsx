import { NotAllowedError } from '@backstage/errors';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { FleetQuery } from '@backstage-gitops/plugin-gitops-common';
import { aTarget } from '../__testUtils__/builders';
import {
  aFleet,
  aRow,
  lastQuery,
  recorded,
  showFleet,
} from '../__testUtils__/fleet';

describe('FleetContent', () => {
  it('opens with counts over everything that is selected', async () => {
    showFleet({ fleet: async () => aFleet() });

    expect(await screen.findByTestId('gitops-fleet-counts')).toHaveTextContent(
      /1,284 targets.*214 services.*17 behind.*2 differ/,
    );
  });

  it('shows a target a row, its lag and age told', async () => {
    showFleet({ fleet: async () => aFleet() });

    const row = await screen.findByRole('row', { name: /ticket-sales/ });
    expect(row).toHaveTextContent('production');
    expect(row).toHaveTextContent('eu-1sales');
    expect(row).toHaveTextContent('v41');
    expect(row).toHaveTextContent('3 · 7 d');
    expect(row).toHaveTextContent('6 d ago');
    expect(
      within(row).getByRole('link', { name: 'ticket-sales' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/ticket-sales/deployments',
    );
  });

  it('names the repository of each row where there are several', async () => {
    const facets = {
      environments: [],
      repositories: ['platform', 'freight'],
      owners: [],
    };
    showFleet({ fleet: async () => aFleet({ facets }) });

    expect(
      await screen.findByRole('columnheader', { name: /Repository/ }),
    ).toBeInTheDocument();
  });

  it('takes its view from the address', async () => {
    const fleet = recorded(() => aFleet());
    showFleet(
      { fleet },
      '/?environment=production&minBehind=3&sort=behind&order=desc',
    );

    expect(await screen.findByLabelText('Environment')).toHaveValue(
      'production',
    );
    expect(lastQuery(fleet)).toMatchObject({
      environment: 'production',
      minBehind: 3,
      sort: 'behind',
      order: 'desc',
      limit: 50,
    });
    expect(
      screen.getByRole('columnheader', { name: /Behind/ }),
    ).toHaveAttribute('aria-sort', 'descending');
  });

  it('lets the server filter, search and sort', async () => {
    const fleet = recorded(() => aFleet());
    showFleet({ fleet });

    await userEvent.selectOptions(
      await screen.findByLabelText('Owner'),
      'group:default/sales',
    );
    await userEvent.type(screen.getByLabelText('Search'), 'tick');
    await userEvent.click(screen.getByRole('button', { name: 'Changed' }));

    await waitFor(() =>
      expect(lastQuery(fleet)).toMatchObject({
        owner: 'group:default/sales',
        text: 'tick',
        sort: 'changed',
        order: 'desc',
      }),
    );
  });

  it('turns the pages there and back', async () => {
    const fleet = recorded(({ cursor }) =>
      aFleet({
        items: [aRow({ service: cursor ? 'second-page' : 'first-page' })],
        nextCursor: cursor ? undefined : 'c2',
      }),
    );
    showFleet({ fleet });

    await screen.findByText('first-page');
    await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
    expect(await screen.findByText('second-page')).toBeInTheDocument();
    expect(screen.getByText('51–51 of 1284')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Previous page' }),
    );
    expect(await screen.findByText('first-page')).toBeInTheDocument();
  });

  it('counts a page only once it is there, and turns to it once', async () => {
    let release = () => {};
    const held = new Promise<void>(resolve => {
      release = resolve;
    });
    const fleet = jest.fn(async ({ cursor }: FleetQuery = {}) => {
      if (cursor) await held;
      return aFleet({
        items: [aRow({ service: cursor ? 'second-page' : 'first-page' })],
        nextCursor: cursor ? 'c3' : 'c2',
        total: 60,
      });
    });
    showFleet({ fleet });
    await screen.findByText('first-page');
    const next = screen.getByRole('button', { name: 'Next page' });
    await userEvent.click(next);
    expect(screen.getByText('1–1 of 60')).toBeInTheDocument();
    await userEvent.click(next);

    release();
    expect(await screen.findByText('second-page')).toBeInTheDocument();
    expect(screen.getByText('51–51 of 60')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Previous page' }),
    );
    expect(await screen.findByText('first-page')).toBeInTheDocument();
  });

  it('opens a row by keyboard and shows its target', async () => {
    showFleet({
      fleet: async () => aFleet(),
      target: async id => aTarget({ id, cluster: 'eu-1' }),
    });

    const details = await screen.findByRole('button', {
      name: 'Details of ticket-sales in production',
    });
    details.focus();
    await userEvent.keyboard('{Enter}');
    expect(
      await screen.findByRole('dialog', { name: 'ticket-sales in production' }),
    ).toHaveTextContent('images[name=ticket-sales].newTag');
  });

  it('says so where nothing passes the filters, and clears them', async () => {
    const fleet = recorded(({ text }) =>
      aFleet(text ? { items: [], total: 0 } : {}),
    );
    showFleet({ fleet }, '/?text=zzz');

    expect(await screen.findByText('No target matches')).toBeInTheDocument();
    await userEvent.click(
      screen.getAllByRole('button', { name: 'Clear filters' })[0],
    );
    expect(await screen.findByText('ticket-sales')).toBeInTheDocument();
  });

  it('keeps its rows when the next answer fails', async () => {
    const fleet = recorded(({ environment }) => {
      if (environment) throw new Error('too slow');
      return aFleet();
    });
    showFleet({ fleet });

    await userEvent.selectOptions(
      await screen.findByLabelText('Environment'),
      'staging',
    );
    expect(
      await screen.findByText('Loading it again failed: too slow'),
    ).toBeInTheDocument();
    expect(screen.getByText('ticket-sales')).toBeInTheDocument();
  });

  it('names the permission where the fleet may not be seen', async () => {
    showFleet({
      fleet: async () => {
        throw new NotAllowedError('Unauthorized');
      },
    });

    expect(await screen.findByText('You may not see this')).toBeInTheDocument();
  });
});

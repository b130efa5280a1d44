import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { GitopsApi } from '@backstage-gitops/plugin-gitops-common';
import { anEntry } from '../__testUtils__/builders';
import { NOW, renderForEntity } from '../__testUtils__/renderForEntity';
import { NowProvider } from '../time/now';
import { HistorySection } from './HistorySection';

const entry = (number: number, parts = {}) =>
  anEntry({
    commit: String(number).padStart(40, '0'),
    landedBy: String(number).padStart(40, '0'),
    subject: `Change ${number}`,
    effectiveAt: new Date(NOW.getTime() - number * 86_400_000).toISOString(),
    ...parts,
  });

function show(entityHistory: GitopsApi['entityHistory']) {
  return renderForEntity(
    <NowProvider now={NOW}>
      <HistorySection
        entityRef="component:default/ticket-sales"
        environments={['staging', 'production']}
        mainNames={['registry.larkspur.example/ticket-sales']}
        targets={[]}
        newest=""
      />
    </NowProvider>,
    { api: { entityHistory } },
  );
}

describe('HistorySection', () => {
  it('lists what changed, where, by whom, and through which pull request', async () => {
    show(async () => ({
      items: [entry(1, { approvers: ['Ama Owusu'], clusters: ['eu-1'] })],
    }));

    const row = await screen.findByRole('listitem');
    expect(row).toHaveTextContent('production');
    expect(row).toHaveTextContent('v40tov41');
    expect(row).toHaveTextContent('by Noor Haddad');
    expect(row).toHaveTextContent('approved by Ama Owusu');
    expect(row).toHaveTextContent('on eu-1');
    expect(
      within(row).getByRole('link', { name: /Pull request #201/ }),
    ).toBeInTheDocument();
  });

  it('tells who asked for it in the portal, beside who made it', async () => {
    show(async () => ({
      items: [
        entry(1, { author: 'gitops-bot', askedBy: 'user:default/priya.raman' }),
        entry(2),
      ],
    }));

    const [asked, other] = await screen.findAllByRole('listitem');
    expect(asked).toHaveTextContent('by gitops-botasked by priya.raman');
    expect(
      within(asked).getByRole('link', { name: 'priya.raman' }),
    ).toHaveAttribute('href', '/catalog/default/user/priya.raman');
    expect(other).not.toHaveTextContent('asked by');
  });

  it('names an artifact beside the main one, and only that', async () => {
    const [artifact] = entry(1).artifacts;
    show(async () => ({
      items: [
        entry(1),
        entry(2, {
          artifacts: [{ ...artifact, name: 'docker.example/envoy' }],
        }),
      ],
    }));

    const [own, sidecar] = await screen.findAllByRole('listitem');
    expect(own).not.toHaveTextContent('v41ticket-sales');
    expect(sidecar).toHaveTextContent('v41envoy');
  });

  it('tells when a change ran, cluster by cluster', async () => {
    const effectiveAt = '2026-11-20T14:00:00.000Z';
    const at = (minute: number) =>
      new Date(Date.parse(effectiveAt) + minute * 60_000).toISOString();
    const on = (cluster: string) =>
      ({ target: cluster, cluster, engine: 'flux' } as const);
    const ran = (cluster: string, minute: number) =>
      ({
        ...{ state: 'running', ...on(cluster) },
        ...{ appliedAt: at(minute - 1), runningAt: at(minute) },
      } as const);
    show(async () => ({
      items: [
        entry(1, {
          effectiveAt,
          clusters: ['ap-1', 'eu-1', 'us-1', 'us-2'],
          rollouts: [
            ran('eu-1', 2),
            { state: 'settling', ...on('us-1'), appliedAt: at(3) },
            { state: 'waiting', ...on('us-2') },
          ],
        }),
        entry(2, {
          effectiveAt,
          rollouts: [ran('eu-1', 2), ran('us-1', 9), ran('us-2', 4)],
        }),
      ],
    }));

    const [single, several] = await screen.findAllByRole('listitem');
    expect(single).toHaveTextContent('ran on eu-1 after 2 min');
    expect(single).toHaveTextContent('applied on us-1, not well yet');
    expect(single).toHaveTextContent('not on us-2 yet');
    // What nobody knows is not told as if it were known.
    expect(single).toHaveTextContent('on ap-1');
    expect(several).toHaveTextContent('ran on 3 clusters after 2–9 min');
    expect(within(several).getAllByText(/^us-2: applied/)).toHaveLength(1);
  });

  it('marks a rollback by a word', async () => {
    show(async () => ({ items: [entry(1), entry(2, { rollback: true })] }));

    const [first, second] = await screen.findAllByRole('listitem');
    expect(first).not.toHaveTextContent('Rollback');
    expect(second).toHaveTextContent('Rollback');
  });

  it('asks the server for the environment and kind that are chosen', async () => {
    const entityHistory = jest.fn(async () => ({ items: [] }));
    show(entityHistory);

    await userEvent.selectOptions(
      await screen.findByLabelText('Environment'),
      'production',
    );
    await userEvent.selectOptions(screen.getByLabelText('Show'), 'rollbacks');

    await waitFor(() =>
      expect(entityHistory).toHaveBeenLastCalledWith(
        'component:default/ticket-sales',
        { environment: 'production', kind: 'rollbacks', cursor: undefined },
        expect.anything(),
      ),
    );
    expect(
      await screen.findByText('Nothing was ever rolled back here.'),
    ).toBeInTheDocument();
  });

  it('loads page after page until the whole history is there', async () => {
    show(async (_, query = {}) =>
      query.cursor
        ? { items: [entry(2)] }
        : { items: [entry(1)], nextCursor: 'next' },
    );

    await userEvent.click(
      await screen.findByRole('button', { name: 'Load more' }),
    );
    expect(await screen.findByText('Change 2')).toBeInTheDocument();
    expect(screen.getByText('Change 1')).toBeInTheDocument();
    expect(screen.getByText('That is the whole history.')).toBeInTheDocument();
  });

  it('draws the rhythm of each environment, rollbacks told in words', async () => {
    show(async () => ({
      items: [
        entry(1),
        entry(2, { environment: 'staging' }),
        entry(3, { rollback: true }),
      ],
    }));

    expect(
      await screen.findByRole('img', {
        name: 'production: 2 changes, 1 rollback',
      }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('img', { name: 'staging: 1 change, 0 rollbacks' }),
    ).toBeInTheDocument();
  });

  it('says which request failed while the page stands', async () => {
    show(async () => {
      throw new Error('too many connections');
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'too many connections',
    );
    expect(screen.getByLabelText('Environment')).toBeInTheDocument();
  });
});

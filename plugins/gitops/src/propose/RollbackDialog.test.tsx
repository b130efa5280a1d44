import type {
  GitopsApi,
  ProposalRequest,
} from '@backstage-gitops/plugin-gitops-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aTarget } from '../__testUtils__/builders';
import { aDelivery } from '../__testUtils__/delivery';
import {
  eu1,
  laggingAnswer,
  laggingApi,
  releases,
  us1,
} from '../__testUtils__/deployments';
import { aLive } from '../__testUtils__/live';
import { aPlan, aProposal } from '../__testUtils__/proposals';
import { NOW, renderForEntity } from '../__testUtils__/renderForEntity';
import { EntityGitopsContent } from '../deployments/EntityGitopsContent';
import type { ObservedLive } from '../live/liveState';

function show(api: Partial<GitopsApi> = {}) {
  const previewProposal = jest.fn(async (_: ProposalRequest) =>
    aPlan({ kind: 'rollback' }),
  );
  const openProposal = jest.fn(async () => aProposal({ id: 'p230' }));
  const proposal = async () => aProposal({ id: 'p230' });
  renderForEntity(<EntityGitopsContent now={NOW} />, {
    api: laggingApi({ proposal, previewProposal, openProposal, ...api }),
  });
  return { previewProposal, openProposal };
}

const begin = async (name: string) => {
  await userEvent.click(await screen.findByRole('button', { name }));
  return screen.findByRole('dialog', { name: 'Roll back ticket-sales' });
};
const last = (mock: jest.Mock) => mock.mock.calls.at(-1)?.[0];

const automated = { prune: true, selfHeal: true };

/** All of it as one cluster runs it. */
function running(live: ObservedLive) {
  const answer = laggingAnswer();
  return {
    ...answer,
    targets: answer.targets.map(target => ({ ...target, live })),
  };
}

describe('Roll back', () => {
  it('offers from a card what was declared before, and opens that', async () => {
    const { previewProposal, openProposal } = show();
    const dialog = await begin('Roll back eu-1 in production');
    const before = await within(dialog).findByRole('radio', { name: /^v40/ });
    expect(before).toBeChecked();
    const now = within(dialog).getByRole('radio', { name: /^v41/ });
    expect(now).toBeDisabled();
    expect(dialog).toHaveTextContent('declared now');
    expect(dialog).toHaveTextContent('Noor Haddad');
    expect(dialog).toHaveTextContent('#200');
    await waitFor(() =>
      expect(last(previewProposal)).toEqual({
        kind: 'rollback',
        targets: [eu1],
        to: 'lv40',
        mode: 'restore',
        allowOthers: false,
      }),
    );
    await userEvent.click(within(dialog).getByRole('radio', { name: /^v39/ }));
    await userEvent.click(
      within(dialog).getByRole('checkbox', { name: /us-1/ }),
    );
    await waitFor(() =>
      expect(last(previewProposal)).toMatchObject({
        targets: [eu1, us1],
        to: 'lv39',
      }),
    );
    const button = within(dialog).getByRole('button', {
      name: 'Open pull request',
    });
    await waitFor(() => expect(button).toBeEnabled());
    await userEvent.click(button);
    await screen.findByText('On its way');
    expect(last(openProposal)).toMatchObject({
      request: { kind: 'rollback', to: 'lv39', mode: 'restore' },
    });
  });

  it('keeps the reason while the history of another target is read', async () => {
    show();
    const dialog = await begin('Roll back eu-1 in production');
    await userEvent.type(
      await within(dialog).findByLabelText(/^Reason/),
      'Payments fail',
    );
    const place = (name: RegExp) =>
      within(dialog).getByRole('checkbox', { name });
    await userEvent.click(place(/us-1/));
    await userEvent.click(place(/eu-1/));
    await waitFor(() =>
      expect(within(dialog).getByRole('radio', { name: /^v40/ })).toBeChecked(),
    );
    expect(await within(dialog).findByLabelText(/^Reason/)).toHaveValue(
      'Payments fail',
    );
  });

  it.each<[string, ObservedLive, RegExp]>([
    [
      'Argo CD syncs by itself',
      aLive({ engine: 'argocd', delivery: aDelivery({ automated }) }),
      /Argo CD syncs by itself here: anything undone on the cluster would be put back/,
    ],
    [
      'Flux follows Git',
      aLive({ engine: 'flux', delivery: aDelivery() }),
      /Flux follows Git here/,
    ],
  ])('says why it is a pull request where %s', async (_, live, why) => {
    show({ entityTargets: async () => running(live) });
    const dialog = await begin('Roll back eu-1 in production');
    await within(dialog).findByRole('radio', { name: /^v40/ });
    expect(dialog).toHaveTextContent(why);
  });

  it('needs no reason where nothing would put it back', async () => {
    show({ entityTargets: async () => running(aLive()) });
    const dialog = await begin('Roll back eu-1 in production');
    await within(dialog).findByRole('radio', { name: /^v40/ });
    expect(dialog).not.toHaveTextContent('put back from Git');
  });

  it('can undo the newest change whole instead', async () => {
    const { previewProposal } = show();
    const dialog = await begin('Roll back eu-1 in production');
    await userEvent.click(
      within(dialog).getByRole('radio', { name: 'Undo the whole change' }),
    );
    await waitFor(() =>
      expect(last(previewProposal)).toMatchObject({
        to: 'lv41',
        mode: 'revert',
      }),
    );
    expect(within(dialog).getByRole('radio', { name: /^v41/ })).toBeChecked();
  });

  it('begins from a row of the history with that change', async () => {
    const { previewProposal } = show();
    const [, , oldest] = releases;
    await begin(`Roll back with the change “${oldest.subject}”`);
    await waitFor(() =>
      expect(last(previewProposal)).toMatchObject({
        targets: [eu1, us1],
        to: 'lv39',
        mode: 'restore',
      }),
    );
  });

  it('tells of a cluster that goes back along, and asks nothing', async () => {
    const along = { ...aTarget({ cluster: 'us-1' }), id: us1 };
    show({
      previewProposal: async () =>
        aPlan({ kind: 'rollback', alsoAffects: [along] }),
    });
    const dialog = await begin('Roll back eu-1 in production');
    const other = await within(dialog).findByRole('checkbox', { name: /us-1/ });
    await waitFor(() =>
      expect(other).toHaveAccessibleDescription(/the same file/),
    );
    expect(other).toBePartiallyChecked();
    await userEvent.click(
      within(dialog).getByRole('tab', { name: 'Also affects 1' }),
    );
    expect(
      within(dialog).queryByRole('checkbox', { name: /as well/ }),
    ).not.toBeInTheDocument();
  });

  it('says where there is nothing to go back to', async () => {
    const { previewProposal } = show({
      targetHistory: async () => ({ items: [] }),
    });
    const dialog = await begin('Roll back eu-1 in production');
    expect(
      await within(dialog).findByText(/there is none to go back to/),
    ).toBeInTheDocument();
    expect(
      within(dialog).getByRole('button', { name: 'Open pull request' }),
    ).toBeDisabled();
    expect(previewProposal).not.toHaveBeenCalled();
  });

  it('tells a history that failed from one that is empty', async () => {
    show({
      targetHistory: async () => {
        throw new Error('the database is away');
      },
    });
    const dialog = await begin('Roll back eu-1 in production');
    expect(
      await within(dialog).findByText('the database is away'),
    ).toBeInTheDocument();
    expect(dialog).toHaveTextContent('The history could not be loaded');
  });
});

import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aChange } from '../__testUtils__/builders';
import { eu1, laggingAnswer, stg1, us1 } from '../__testUtils__/deployments';
import {
  check,
  openButton,
  openIt,
  promote,
  PROMOTE_BUTTON,
  requests,
  showPromotable,
} from '../__testUtils__/promotion';
import { aPlan, aProposal } from '../__testUtils__/proposals';

const memory = {
  id: 'memory',
  target: eu1,
  file: 'apps/ticket-sales/overlays/production/resources.yaml',
  line: 4,
  field: 'spec.limits.memory',
  from: '512Mi',
  to: '768Mi',
  chosen: false,
};

describe('Promote', () => {
  it('shows what would change, and opens just that', async () => {
    const { previewProposal, openProposal } = showPromotable({
      plan: {
        brings: [aChange({ subject: 'Retry on 5xx', author: 'Noor Haddad' })],
      },
    });
    const dialog = await promote();
    expect(
      within(dialog).getByRole('checkbox', {
        name: /image ticket-sales v41.*v44/,
      }),
    ).toBeChecked();
    expect(
      within(dialog).getByRole('checkbox', { name: /eu-1/ }),
    ).toBeChecked();
    expect(
      within(dialog).getByRole('checkbox', { name: /us-1/ }),
    ).toBeChecked();
    await waitFor(() => expect(dialog).toHaveTextContent('newTag: v44'));
    expect(dialog).toHaveTextContent('Retry on 5xx');
    expect(dialog).toHaveTextContent('@larkspur/sales-leads');
    expect(requests(previewProposal)).toEqual([
      {
        kind: 'promotion',
        from: stg1,
        to: [eu1, us1],
        allowOthers: false,
      },
    ]);

    await userEvent.type(
      within(dialog).getByRole('textbox', { name: 'Reason' }),
      ' Friday ',
    );
    await check(dialog, 'Open as a draft');
    await openIt(dialog, 'Open as draft');
    expect(requests(openProposal)).toEqual([
      {
        request: {
          kind: 'promotion',
          from: stg1,
          to: [eu1, us1],
          allowOthers: false,
          draft: true,
          autoMerge: false,
          reason: 'Friday',
        },
        revisions: aPlan().revisions,
        forgeToken: undefined,
      },
    ]);
  });

  it('turns into the way of what was opened', async () => {
    showPromotable();
    const dialog = await promote();
    await openIt(dialog);
    const tracker = await screen.findByRole('dialog', {
      name: 'Promote ticket-sales to v44 in production',
    });
    const current = within(tracker)
      .getAllByRole('listitem')
      .find(item => item.getAttribute('aria-current') === 'step');
    expect(current).toHaveTextContent('Checks');
    expect(current).toHaveTextContent('waits for kubeconform');
    expect(
      within(tracker).getByRole('link', { name: 'Open on the forge' }),
    ).toHaveAttribute(
      'href',
      'https://git.larkspur.example/larkspur/platform/pulls/218',
    );
  });

  it('plans anew with every choice, and calls off what nobody waits for', async () => {
    const signals: AbortSignal[] = [];
    const { previewProposal } = showPromotable({
      api: {
        previewProposal: (request, options) => {
          if (options?.signal) signals.push(options.signal);
          return signals.length === 2
            ? new Promise(() => {})
            : Promise.resolve(
                aPlan({ values: [memory], title: JSON.stringify(request) }),
              );
        },
      },
    });
    const dialog = await promote();
    await within(dialog).findByText(/1 other value differs/);
    await check(dialog, /us-1/);
    await check(dialog, /spec.limits.memory/);
    await waitFor(() => expect(signals).toHaveLength(3));
    expect(signals[1].aborted).toBe(true);
    expect(requests(previewProposal).at(-1)).toMatchObject({
      to: [eu1],
      values: ['memory'],
    });
    // One at least moves.
    expect(
      within(dialog).getByRole('checkbox', { name: /eu-1/ }),
    ).toBeDisabled();
  });

  it('leaves out versions that are not wanted', async () => {
    const { previewProposal } = showPromotable();
    const dialog = await promote();
    await check(dialog, /image ticket-sales/);
    await waitFor(() =>
      expect(requests(previewProposal).at(-1)).toMatchObject({ artifacts: [] }),
    );
  });

  it('moves others only where a person says so', async () => {
    const others = [{ ...laggingAnswer().targets[0], service: 'worker' }];
    const { previewProposal } = showPromotable({
      plan: {
        alsoAffects: others,
        diagnostics: [
          {
            level: 'error',
            code: 'proposal-moves-others',
            message: 'It would move staging as well.',
          },
        ],
      },
    });
    const dialog = await promote();
    await userEvent.click(
      await within(dialog).findByRole('tab', { name: 'Also affects 1' }),
    );
    expect(dialog).toHaveTextContent('worker');
    await check(dialog, 'Move it as well');
    await waitFor(() =>
      expect(requests(previewProposal).at(-1)).toMatchObject({
        allowOthers: true,
      }),
    );
  });

  it('updates what is open already', async () => {
    showPromotable({
      plan: { open: { id: 'p218' } },
      api: { proposals: async () => ({ items: [aProposal()] }) },
    });
    // The gap leads to what is open; the card still begins another.
    await screen.findByText('#218 · waiting for checks');
    const [card] = await screen.findAllByRole('button', {
      name: PROMOTE_BUTTON,
    });
    await userEvent.click(card);
    const dialog = await screen.findByRole('dialog', {
      name: 'Promote ticket-sales',
    });
    expect(await openButton(dialog, 'Update #218')).toBeEnabled();
    expect(dialog).toHaveTextContent('What you open here updates it');
  });

  it('closes by the keyboard, and gives the focus back', async () => {
    showPromotable();
    await promote();
    await userEvent.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(
      screen.getAllByRole('button', { name: PROMOTE_BUTTON })[0],
    ).toHaveFocus();
  });
});

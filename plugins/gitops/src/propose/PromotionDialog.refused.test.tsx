import { ConflictError, NotAllowedError } from '@backstage/errors';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { laggingAnswer } from '../__testUtils__/deployments';
import {
  check,
  openButton,
  openIt,
  promote,
  showPromotable,
} from '../__testUtils__/promotion';
import { aPlan, aProposal } from '../__testUtils__/proposals';

describe('Promote, where it can not go on', () => {
  it('cannot be opened while it is refused, and says why', async () => {
    const { openProposal } = showPromotable({
      plan: {
        refused: 'The policy “freeze” denies it.',
        policies: [
          {
            policy: 'freeze',
            level: 'deny',
            message: 'frozen until 2026-11-23T09:00:00.000Z',
          },
        ],
      },
    });
    const dialog = await promote();
    const button = await openButton(dialog);
    await within(dialog).findByText('The policy “freeze” denies it.');
    expect(button).toBeDisabled();
    expect(button).toHaveAccessibleDescription(/The policy “freeze” denies it/);
    expect(dialog).toHaveTextContent('denies');
    expect(dialog).toHaveTextContent('frozen until Nov 23');
    expect(openProposal).not.toHaveBeenCalled();
  });

  it('says that Git has moved, and looks again', async () => {
    const revisions = ['first', 'second'];
    const { openProposal } = showPromotable({
      api: {
        previewProposal: async () =>
          aPlan({ revisions: { main: revisions.shift() ?? 'third' } }),
        openProposal: async ({ revisions: seen }) => {
          if (seen.main === 'first') {
            throw new ConflictError('Ines Duarte set newTag to v42');
          }
          return aProposal({ id: 'p230' });
        },
      },
    });
    const dialog = await promote();
    await openIt(dialog);
    const alert = await within(dialog).findByRole('alert');
    expect(alert).toHaveTextContent('Git has moved since you looked');
    expect(alert).toHaveTextContent('Ines Duarte set newTag to v42');
    expect(await openButton(dialog)).toBeDisabled();
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Look again' }),
    );
    await within(dialog).findByText('planned at second');
    await openIt(dialog);
    await screen.findByText('On its way');
    expect(openProposal).toHaveBeenCalledTimes(2);
  });

  it('keeps the choices where the forge fails, and opens on the next try', async () => {
    let tries = 0;
    showPromotable({
      api: {
        openProposal: async () => {
          tries += 1;
          if (tries === 1) throw new Error('502 Bad Gateway');
          return aProposal({ id: 'p230' });
        },
      },
    });
    const dialog = await promote();
    await check(dialog, /us-1/);
    await openIt(dialog);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      '502 Bad Gateway',
    );
    expect(
      within(dialog).getByRole('checkbox', { name: /us-1/ }),
    ).not.toBeChecked();
    await openIt(dialog);
    expect(await screen.findByText('On its way')).toBeInTheDocument();
  });

  it('hides diffs from whoever may not see field values, and says so', async () => {
    showPromotable({
      plan: {
        files: [],
        rendered: [],
        diagnostics: [
          { level: 'warning', code: 'proposal-diffs-hidden', message: 'm' },
        ],
      },
    });
    const dialog = await promote();
    expect(
      await within(dialog).findByText(
        'You may not see what would change line by line',
      ),
    ).toBeInTheDocument();
    expect(dialog).not.toHaveTextContent('No file would change.');
  });

  it('says what stands where planning fails, and tries again', async () => {
    let tries = 0;
    showPromotable({
      api: {
        previewProposal: async () => {
          tries += 1;
          if (tries === 1) throw new Error('kustomize took too long');
          return aPlan();
        },
      },
    });
    const dialog = await promote();
    expect(
      await within(dialog).findByText('kustomize took too long', {
        exact: false,
      }),
    ).toBeInTheDocument();
    expect(dialog).toHaveTextContent('Git holds the same as before');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Try again' }),
    );
    await waitFor(async () => expect(await openButton(dialog)).toBeEnabled());
  });

  it('tells whoever may not, also where the page could not know', async () => {
    showPromotable({
      api: {
        previewProposal: async () => {
          throw new NotAllowedError('Unauthorized');
        },
      },
    });
    const dialog = await promote();
    expect(
      await within(dialog).findByText('You may not propose this'),
    ).toBeInTheDocument();
    expect(await openButton(dialog)).toBeDisabled();
  });

  it('is not offered to whoever may not propose', async () => {
    const answer = laggingAnswer();
    const targets = answer.targets.map(one => ({
      ...one,
      // What was allowed for one target is remembered.
      id: `denied ${one.id}`,
    }));
    showPromotable({
      allowed: false,
      api: { entityTargets: async () => ({ ...answer, targets }) },
    });
    await screen.findByText('3 changes wait');
    await waitFor(() =>
      expect(
        screen.queryByRole('button', { name: /Promote|Roll back/ }),
      ).not.toBeInTheDocument(),
    );
  });
});

import type { ScmAuthApi } from '@backstage/integration-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { laggingAnswer } from '../__testUtils__/deployments';
import {
  openIt,
  promote,
  requests,
  showPromotable,
} from '../__testUtils__/promotion';

describe('a proposal in the person’s own name', () => {
  const label = 'In my name on github.com';
  const signIn = (token: () => Promise<string>) => {
    const asked: { optional?: boolean; write?: boolean }[] = [];
    const scmAuth: ScmAuthApi = {
      getCredentials: async ({ optional, additionalScope }) => {
        asked.push({ optional, write: additionalScope?.repoWrite });
        return { token: optional ? '' : await token(), headers: {} };
      },
    };
    return { asked, scmAuth };
  };

  it('signs in only once it is asked for', async () => {
    const { asked, scmAuth } = signIn(async () => 'mine');
    const { openProposal } = showPromotable({ scmAuth });
    const dialog = await promote();
    const mine = await within(dialog).findByRole('checkbox', { name: label });
    expect(mine).not.toBeChecked();
    expect(asked.every(({ optional }) => optional)).toBe(true);
    await userEvent.click(mine);
    await waitFor(() => expect(mine).toBeChecked());
    expect(asked.at(-1)).toEqual({ optional: undefined, write: true });
    await openIt(dialog);
    await screen.findByText('On its way');
    expect(requests(openProposal)[0].forgeToken).toBe('mine');
  });

  it('stays the portal’s where signing in fails', async () => {
    const { scmAuth } = signIn(async () => {
      throw new Error('Login failed, popup was closed');
    });
    const { openProposal } = showPromotable({ scmAuth });
    const dialog = await promote();
    const mine = await within(dialog).findByRole('checkbox', { name: label });
    await userEvent.click(mine);
    expect(
      await within(dialog).findByText(/popup was closed/),
    ).toBeInTheDocument();
    expect(mine).not.toBeChecked();
    await openIt(dialog);
    await screen.findByText('On its way');
    expect(requests(openProposal)[0].forgeToken).toBeUndefined();
  });

  it('is not offered where the portal signs nobody in to that forge', async () => {
    const { asked, scmAuth } = signIn(async () => 'mine');
    const answer = laggingAnswer();
    const repositories = answer.repositories.map(one => ({
      ...one,
      url: 'https://git.larkspur.example/larkspur/platform.git',
    }));
    showPromotable({
      scmAuth,
      api: { entityTargets: async () => ({ ...answer, repositories }) },
    });
    const dialog = await promote();
    await within(dialog).findByRole('checkbox', { name: 'Open as a draft' });
    expect(
      within(dialog).queryByRole('checkbox', { name: /In my name/ }),
    ).not.toBeInTheDocument();
    expect(asked).toEqual([]);
  });
});

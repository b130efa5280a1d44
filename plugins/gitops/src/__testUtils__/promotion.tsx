import type { ScmAuthApi } from '@backstage/integration-react';
import type {
  GitopsApi,
  ProposalPlan,
  ProposalRequest,
} from '@backstage-gitops/plugin-gitops-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { EntityGitopsContent } from '../deployments/EntityGitopsContent';
import { laggingApi } from './deployments';
import { aPlan, aProposal } from './proposals';
import { NOW, renderForEntity } from './renderForEntity';

export function showPromotable(
  options: {
    readonly plan?: Partial<ProposalPlan>;
    readonly api?: Partial<GitopsApi>;
    readonly allowed?: boolean;
    readonly scmAuth?: ScmAuthApi;
  } = {},
) {
  const previewProposal = jest.fn(
    options.api?.previewProposal ??
      (async (_: ProposalRequest) => aPlan(options.plan)),
  );
  const openProposal = jest.fn(
    options.api?.openProposal ?? (async () => aProposal({ id: 'p230' })),
  );
  const proposal = async () => aProposal({ id: 'p230' });
  const { allowed, scmAuth } = options;
  renderForEntity(<EntityGitopsContent now={NOW} />, {
    api: laggingApi({
      proposal,
      ...options.api,
      previewProposal,
      openProposal,
    }),
    allowed,
    scmAuth,
  });
  return { previewProposal, openProposal };
}

export const PROMOTE_BUTTON = 'Promote ticket-sales from staging to production';

export async function promote() {
  // Between the two environments; the cards of both clusters have theirs after it.
  const [gap] = await waitFor(() => {
    const buttons = screen.getAllByRole('button', { name: PROMOTE_BUTTON });
    expect(buttons).toHaveLength(3);
    return buttons;
  });
  await userEvent.click(gap);
  return screen.findByRole('dialog', { name: 'Promote ticket-sales' });
}

export const requests = (mock: jest.Mock) =>
  mock.mock.calls.map(([one]) => one);
export const check = (dialog: HTMLElement, name: RegExp | string) =>
  userEvent.click(within(dialog).getByRole('checkbox', { name }));
export const openButton = (dialog: HTMLElement, name = 'Open pull request') =>
  within(dialog).findByRole('button', { name });
/** Once the plan is there, without which nothing can be opened. */
export async function openIt(
  dialog: HTMLElement,
  name?: string,
): Promise<void> {
  const button = await openButton(dialog, name);
  await waitFor(() => expect(button).toBeEnabled());
  await userEvent.click(button);
}

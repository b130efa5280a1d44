import { ConflictError, NotAllowedError } from '@backstage/errors';
import type { ScmAuthApi } from '@backstage/integration-react';
import type {
  GitopsApi,
  ProposalPlan,
  ProposalRequest,
} from '@backstage-gitops/plugin-gitops-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aChange } from '../__testUtils__/builders';
import {
  eu1,
  laggingAnswer,
  laggingApi,
  stg1,
  us1,
} from '../__testUtils__/deployments';
import { aPlan, aProposal } from '../__testUtils__/proposals';
import { NOW, renderForEntity } from '../__testUtils__/renderForEntity';
import { EntityGitopsContent } from '../deployments/EntityGitopsContent';

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

function show(
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

const GAP = 'Promote ticket-sales from staging to production';

async function promote() {
  // Between the two environments; the cards of both clusters have theirs after it.
  const [gap] = await waitFor(() => {
    const buttons = screen.getAllByRole('button', { name: GAP });
    expect(buttons).toHaveLength(3);
    return buttons;
  });
  await userEvent.click(gap);
  return screen.findByRole('dialog', { name: 'Promote ticket-sales' });
}

const requests = (mock: jest.Mock) => mock.mock.calls.map(([one]) => one);
const check = (dialog: HTMLElement, name: RegExp | string) =>
  userEvent.click(within(dialog).getByRole('checkbox', { name }));
const openButton = (dialog: HTMLElement, name = 'Open pull request') =>
  within(dialog).findByRole('button', { name });
/** Once the plan is there, without which nothing can be opened. */
async function openIt(dialog: HTMLElement, name?: string): Promise<void> {
  const button = await openButton(dialog, name);
  await waitFor(() => expect(button).toBeEnabled());
  await userEvent.click(button);
}

describe('Promote', () => {
  it('shows what would change, and opens just that', async () => {
    const { previewProposal, openProposal } = show({
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
    show();
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
    const { previewProposal } = show({
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
    const { previewProposal } = show();
    const dialog = await promote();
    await check(dialog, /image ticket-sales/);
    await waitFor(() =>
      expect(requests(previewProposal).at(-1)).toMatchObject({ artifacts: [] }),
    );
  });

  it('cannot be opened while it is refused, and says why', async () => {
    const { openProposal } = show({
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

  it('moves others only where a person says so', async () => {
    const others = [{ ...laggingAnswer().targets[0], service: 'worker' }];
    const { previewProposal } = show({
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

  it('says that Git has moved, and looks again', async () => {
    const revisions = ['first', 'second'];
    const { openProposal } = show({
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
    show({
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

  it('updates what is open already', async () => {
    show({
      plan: { open: { id: 'p218' } },
      api: { proposals: async () => ({ items: [aProposal()] }) },
    });
    // The gap leads to what is open; the card still begins another.
    await screen.findByText('#218 · waiting for checks');
    const [card] = await screen.findAllByRole('button', { name: GAP });
    await userEvent.click(card);
    const dialog = await screen.findByRole('dialog', {
      name: 'Promote ticket-sales',
    });
    expect(await openButton(dialog, 'Update #218')).toBeEnabled();
    expect(dialog).toHaveTextContent('What you open here updates it');
  });

  it('hides diffs from whoever may not see field values, and says so', async () => {
    show({
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
    show({
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
    show({
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
    show({
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

  it('closes by the keyboard, and gives the focus back', async () => {
    show();
    await promote();
    await userEvent.keyboard('{Escape}');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(screen.getAllByRole('button', { name: GAP })[0]).toHaveFocus();
  });
});

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
    const { openProposal } = show({ scmAuth });
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
    const { openProposal } = show({ scmAuth });
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
    show({
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

import { ConflictError } from '@backstage/errors';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  GitopsApi,
  TargetDeliveryResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { useState } from 'react';
import { aTarget } from '../__testUtils__/builders';
import { aDelivery, aDeliveryAnswer } from '../__testUtils__/delivery';
import { aLive } from '../__testUtils__/live';
import { renderForEntity } from '../__testUtils__/renderForEntity';
import { EngineActions } from './EngineActions';

let shown = 0;

function show(
  options: {
    readonly engine?: 'argocd' | 'flux';
    readonly answer?: Partial<TargetDeliveryResponse>;
    readonly allowed?: boolean;
    readonly askEngine?: GitopsApi['askEngine'];
  } = {},
) {
  const { engine = 'flux', allowed = true } = options;
  // What was allowed for one target is remembered.
  shown += 1;
  const answer = aDeliveryAnswer({
    live: aLive({ engine, mode: undefined, delivery: aDelivery() }),
    ...options.answer,
  });
  const object = { group: 'g', kind: 'Kustomization', name: 'ticket-sales' };
  const askEngine = jest.fn(
    options.askEngine ??
      (async (_: string, { action }) => ({ action, object })),
  );
  const onAsked = jest.fn();
  renderForEntity(
    <EngineActions
      target={aTarget({ id: `asked ${shown}`, cluster: 'eu-1' })}
      answer={answer}
      engine={engine}
      onAsked={onAsked}
    />,
    { api: { askEngine }, allowed },
  );
  return {
    onAsked,
    asked: () => askEngine.mock.calls.map(([, request]) => request),
  };
}

/** As in the drawer: what was asked for shows in the next answer. */
function Suspending() {
  const [suspended, setSuspended] = useState(false);
  const delivery = suspended
    ? aDelivery({ state: 'suspended', suspended: {} })
    : aDelivery();
  return (
    <EngineActions
      target={aTarget({ id: 'suspending', cluster: 'eu-1' })}
      answer={aDeliveryAnswer({
        live: aLive({ engine: 'flux', mode: undefined, delivery }),
        delivery,
        actions: suspended ? ['resume'] : ['refresh', 'suspend'],
      })}
      engine="flux"
      onAsked={() => setSuspended(true)}
    />
  );
}

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));
const dialog = (name: string) => screen.findByRole('dialog', { name });

describe('EngineActions', () => {
  it('has the engine look now, and says that it was asked', async () => {
    const { asked, onAsked } = show();
    await press('Refresh');

    expect(
      await screen.findByText(/Flux was asked to look now/),
    ).toHaveAttribute('role', 'status');
    expect(asked()).toEqual([{ action: 'refresh', hard: false }]);
    expect(onAsked).toHaveBeenCalledTimes(1);
    expect(
      screen.queryByRole('button', { name: 'Ways to refresh' }),
    ).not.toBeInTheDocument();
  });

  it('has Argo CD render anew for whoever chooses that', async () => {
    const { asked } = show({
      engine: 'argocd',
      answer: { actions: ['refresh'] },
    });
    await press('Ways to refresh');
    await userEvent.click(
      await screen.findByRole('menuitem', { name: /Hard refresh/ }),
    );

    await waitFor(() =>
      expect(asked()).toEqual([{ action: 'refresh', hard: true }]),
    );
  });

  it('suspends only with a reason, and once it was said what that means', async () => {
    const { asked } = show();
    await press('Suspend…');
    const open = await dialog('Suspend ticket-sales');
    expect(open).toHaveTextContent(
      'what is merged from now on does not arrive',
    );
    expect(open).toHaveTextContent('Git may undo this');
    const confirm = within(open).getByRole('button', { name: 'Suspend' });
    expect(confirm).toBeDisabled();
    await userEvent.type(
      within(open).getByRole('textbox', { name: /Why/ }),
      '  Ferry season ',
    );
    await userEvent.click(confirm);

    expect(
      await screen.findByText(/Your name and the reason are kept/),
    ).toBeInTheDocument();
    expect(asked()).toEqual([{ action: 'suspend', reason: 'Ferry season' }]);
  });

  it('resumes what is suspended, which is not refreshed before', async () => {
    const delivery = aDelivery({ state: 'suspended', suspended: {} });
    const { asked } = show({ answer: { delivery, actions: ['resume'] } });
    expect(
      await screen.findByRole('button', { name: 'Refresh' }),
    ).toHaveAccessibleDescription('Flux is suspended here: resume it first.');
    expect(
      screen.queryByRole('button', { name: 'Suspend…' }),
    ).not.toBeInTheDocument();

    await press('Resume…');
    const open = await dialog('Resume ticket-sales');
    await userEvent.click(within(open).getByRole('button', { name: 'Resume' }));
    await waitFor(() => expect(asked()).toEqual([{ action: 'resume' }]));
  });

  it('keeps the keyboard where it was once it is suspended', async () => {
    const object = { group: 'g', kind: 'Kustomization', name: 'ticket-sales' };
    renderForEntity(<Suspending />, {
      api: { askEngine: async (_, { action }) => ({ action, object }) },
      allowed: true,
    });
    await press('Suspend…');
    const open = await dialog('Suspend ticket-sales');
    await userEvent.type(
      within(open).getByRole('textbox', { name: /Why/ }),
      'Ferry season',
    );
    await userEvent.click(
      within(open).getByRole('button', { name: 'Suspend' }),
    );

    const resume = await screen.findByRole('button', { name: 'Resume…' });
    await waitFor(() => expect(resume).toHaveFocus());
  });

  it('ends what is under way once that is confirmed', async () => {
    const { asked } = show({
      engine: 'argocd',
      answer: { actions: ['refresh', 'terminate'] },
    });
    await press('Terminate…');
    expect(asked()).toEqual([]);
    const open = await dialog('Terminate what is under way for ticket-sales');
    expect(open).toHaveTextContent('stays applied');
    await userEvent.click(
      within(open).getByRole('button', { name: 'Terminate' }),
    );
    await waitFor(() => expect(asked()).toEqual([{ action: 'terminate' }]));
  });

  it('does nothing where there is nothing to end, and says so', async () => {
    const { asked } = show({
      engine: 'argocd',
      answer: { actions: ['refresh'] },
    });
    const terminate = await screen.findByRole('button', { name: 'Terminate…' });
    expect(terminate).toHaveAttribute('aria-disabled', 'true');
    expect(terminate).toHaveAccessibleDescription(/Nothing is under way/);
    await userEvent.click(terminate);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(asked()).toEqual([]);
  });

  it('names the permission that is missing', async () => {
    show({ allowed: false });
    await waitFor(() =>
      expect(
        screen.getByRole('button', { name: 'Suspend…' }),
      ).toHaveAccessibleDescription(/gitops\.target\.suspend/),
    );
    expect(
      screen.getByRole('button', { name: 'Refresh' }),
    ).toHaveAccessibleDescription(/gitops\.target\.sync/);
  });

  it('says what failed, and what is still true', async () => {
    show({
      askEngine: async () => {
        throw new ConflictError('someone was faster');
      },
    });
    await press('Refresh');
    expect(
      await screen.findByText('Flux could not be asked to refresh'),
    ).toBeInTheDocument();
    expect(screen.getByText(/someone was faster/)).toHaveTextContent(
      'Nothing was changed by this',
    );
    await press('Dismiss');
    expect(screen.queryByText(/someone was faster/)).not.toBeInTheDocument();
  });
});

import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  GitopsApi,
  SyncRequest,
  SyncStep,
} from '@backstage-gitops/plugin-gitops-common';
import { aTarget } from '../__testUtils__/builders';
import { aDelivery } from '../__testUtils__/delivery';
import { aLive, ObservedParts } from '../__testUtils__/live';
import { renderForEntity } from '../__testUtils__/renderForEntity';
import { SyncButton } from './SyncButton';

const step = (parts: Partial<SyncStep>): SyncStep => ({
  group: '',
  kind: 'ConfigMap',
  name: 'flags',
  namespace: 'sales',
  action: 'update',
  outcome: 'planned',
  ...parts,
});

/** A cluster that drifted in one field and holds a namespace too many. */
function answer(request: SyncRequest) {
  const { dryRun = false, prune = false, confirm = [] } = request;
  const done = dryRun ? ('planned' as const) : ('done' as const);
  const mayPrune = confirm.includes('Namespace/old');
  return {
    revision: '6aa2976855200d4d6339e6f086c3113286d752ef',
    dryRun,
    steps: [
      step({ outcome: done }),
      step({ kind: 'Service', name: 'same', action: 'none', outcome: done }),
      ...(prune
        ? [
            step({
              kind: 'Namespace',
              name: 'old',
              namespace: undefined,
              action: 'prune',
              outcome: mayPrune ? done : 'skipped',
              message: mayPrune ? undefined : 'not confirmed',
            }),
          ]
        : []),
    ],
  };
}

function show(
  options: {
    readonly syncTarget?: GitopsApi['syncTarget'];
    readonly live?: ObservedParts;
    readonly allowed?: boolean;
  } = {},
) {
  const syncTarget = jest.fn(
    options.syncTarget ??
      (async (_: string, request: SyncRequest) => answer(request)),
  );
  const onSynced = jest.fn();
  const { allowed = true } = options;
  const live = aLive(options.live);
  renderForEntity(
    <SyncButton
      // What was allowed for one target is remembered.
      target={aTarget({ id: `allowed ${allowed}`, cluster: 'eu-1', live })}
      live={live}
      onSynced={onSynced}
    />,
    { api: { syncTarget }, allowed },
  );
  return { syncTarget, onSynced };
}

const button = () => screen.findByRole('button', { name: 'Sync…' });
const requests = (mock: jest.Mock) => mock.mock.calls.map(([, one]) => one);

/** Once it can be pressed: a permission or a plan may still be asked for. */
async function press(pressed: HTMLElement): Promise<void> {
  await waitFor(() => expect(pressed).toBeEnabled());
  await userEvent.click(pressed);
}

async function open(title = 'Sync ticket-sales') {
  await press(await button());
  return screen.findByRole('dialog', { name: title });
}

const syncNow = async (dialog: HTMLElement, name = 'Sync now') =>
  press(await within(dialog).findByRole('button', { name }));

describe('Sync', () => {
  it('shows what would change before anything does, then what was done', async () => {
    const { syncTarget, onSynced } = show();
    const dialog = await open();

    expect(await within(dialog).findByText('flags')).toBeInTheDocument();
    expect(dialog).toHaveTextContent('update');
    expect(dialog).toHaveTextContent('1 resource stays as it is');
    expect(requests(syncTarget)).toEqual([
      { dryRun: true, prune: false, confirm: [] },
    ]);

    await syncNow(dialog);
    expect(await within(dialog).findByText('1 step done')).toBeInTheDocument();
    expect(requests(syncTarget)[1]).toEqual({ prune: false, confirm: [] });
    expect(onSynced).toHaveBeenCalledTimes(1);
  });

  it('deletes only on request, and a namespace only once it is confirmed', async () => {
    const { syncTarget } = show();
    const dialog = await open();
    await userEvent.click(
      await within(dialog).findByRole('checkbox', {
        name: 'Also delete what Git no longer declares',
      }),
    );
    expect(
      await within(dialog).findByText('not confirmed'),
    ).toBeInTheDocument();
    await userEvent.click(
      within(dialog).getByRole('checkbox', {
        name: 'Delete Namespace old with everything in it',
      }),
    );
    await syncNow(dialog);

    expect(await within(dialog).findByText('2 steps done')).toBeInTheDocument();
    expect(requests(syncTarget).at(-1)).toEqual({
      prune: true,
      confirm: ['Namespace/old'],
    });
  });

  it('does not begin what could not be looked at before', async () => {
    let away = true;
    show({
      syncTarget: async (_, request) => {
        if (request.prune && away) throw new Error('the cluster went away');
        return answer(request);
      },
    });
    const dialog = await open();
    await within(dialog).findByText('flags');
    await userEvent.click(
      within(dialog).getByRole('checkbox', {
        name: 'Also delete what Git no longer declares',
      }),
    );
    await within(dialog).findByText(/the cluster went away/);
    const begin = within(dialog).getByRole('button', { name: 'Sync now' });
    expect(begin).toBeDisabled();

    away = false;
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Try again' }),
    );
    await waitFor(() => expect(begin).toBeEnabled());
  });

  it('tells a step that failed from those that were done', async () => {
    show({
      syncTarget: async (_, request) => ({
        ...answer(request),
        steps: [
          step({ outcome: request.dryRun ? 'planned' : 'done' }),
          step({
            kind: 'Service',
            name: 'broken',
            outcome: request.dryRun ? 'planned' : 'failed',
            message: request.dryRun ? undefined : 'spec.clusterIP is immutable',
          }),
        ],
      }),
    });
    const dialog = await open();
    await syncNow(dialog);
    expect(await within(dialog).findByText('1 failed')).toBeInTheDocument();
    expect(dialog).toHaveTextContent('spec.clusterIP is immutable');
  });

  it('syncs the resources that are left chosen alone', async () => {
    const both = (request: SyncRequest) => ({
      ...answer(request),
      steps: [
        step({ outcome: request.dryRun ? 'planned' : 'done' }),
        step({ name: 'limits', outcome: request.dryRun ? 'planned' : 'done' }),
      ],
    });
    const { syncTarget } = show({ syncTarget: async (_, one) => both(one) });
    const dialog = await open();
    await userEvent.click(
      await within(dialog).findByRole('checkbox', {
        name: 'Sync ConfigMap limits',
      }),
    );
    await syncNow(dialog);

    await within(dialog).findByText('What was done');
    expect(requests(syncTarget).at(-1)).toEqual({
      prune: false,
      confirm: [],
      resources: [
        { group: '', kind: 'ConfigMap', namespace: 'sales', name: 'flags' },
      ],
    });
  });

  it('asks Flux, and offers nothing that Flux can not be asked for', async () => {
    const kustomization = step({
      group: 'kustomize.toolkit.fluxcd.io',
      kind: 'Kustomization',
      name: 'ticket-sales',
      namespace: 'flux-system',
    });
    show({
      live: { engine: 'flux', mode: undefined, delivery: aDelivery() },
      syncTarget: async (_, { dryRun = false }) => ({
        revision: '6aa2976855200d4d6339e6f086c3113286d752ef',
        dryRun,
        steps: [
          { ...kustomization, kind: 'GitRepository', name: 'platform' },
          kustomization,
        ].map(one => ({ ...one, outcome: dryRun ? 'planned' : 'done' })),
      }),
    });
    const dialog = await open('Reconcile ticket-sales');
    expect(dialog).toHaveTextContent('Asks Flux to reconcile');
    expect(await within(dialog).findAllByText('ask')).toHaveLength(2);
    expect(within(dialog).queryByRole('checkbox')).not.toBeInTheDocument();

    await syncNow(dialog, 'Ask Flux');
    expect(
      await within(dialog).findByText('2 objects asked'),
    ).toBeInTheDocument();
  });

  it('says of Argo CD that it has begun, not that it is done', async () => {
    show({
      live: { engine: 'argocd', mode: undefined, delivery: aDelivery() },
      syncTarget: async (_, request) => ({
        ...answer(request),
        steps: [step({}), step({ name: 'limits' })],
      }),
    });
    const dialog = await open();
    await syncNow(dialog);
    expect(
      await within(dialog).findByText('2 steps begun'),
    ).toBeInTheDocument();
    expect(dialog).not.toHaveTextContent('done');
  });

  it('says that the sync failed, and lets it be tried again', async () => {
    const { onSynced } = show({
      syncTarget: async (_, request) => {
        if (!request.dryRun) throw new Error('the cluster went away');
        return answer(request);
      },
    });
    const dialog = await open();
    await syncNow(dialog);
    expect(
      await within(dialog).findByText('The sync failed'),
    ).toBeInTheDocument();
    expect(dialog).toHaveTextContent('the cluster went away');
    expect(onSynced).toHaveBeenCalled();
    const again = within(dialog).getByRole('button', { name: 'Sync now' });
    await waitFor(() => expect(again).toBeEnabled());
  });

  it.each<[string, ObservedParts, boolean, RegExp]>([
    [
      'a cluster that is only observed',
      { mode: 'observe' },
      true,
      /mode observe/,
    ],
    [
      'one that Flux is kept from',
      { engine: 'flux', delivery: aDelivery({ suspended: {} }) },
      true,
      /Resume it first/,
    ],
    [
      'an engine that tells nothing',
      { engine: 'flux' },
      true,
      /Sync it in Flux/,
    ],
    ['who may not', {}, false, /gitops\.target\.sync/],
  ])('is off, and says why, for %s', async (_, live, allowed, why) => {
    show({ live, allowed });
    const disabled = await button();
    expect(await screen.findByText(why)).toBeInTheDocument();
    expect(disabled).toBeDisabled();
    expect(disabled).toHaveAccessibleDescription(why);
  });
});

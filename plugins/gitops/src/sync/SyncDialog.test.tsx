import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  GitopsApi,
  SyncRequest,
  SyncStep,
} from '@backstage-gitops/plugin-gitops-common';
import { aTarget } from '../__testUtils__/builders';
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

async function open() {
  const begin = await button();
  await screen.findByRole('button', { name: 'Sync…' });
  await userEvent.click(begin);
  return screen.findByRole('dialog', { name: 'Sync ticket-sales' });
}

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

    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Sync now' }),
    );
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
    await userEvent.click(
      await within(dialog).findByRole('button', { name: 'Sync now' }),
    );

    expect(await within(dialog).findByText('2 steps done')).toBeInTheDocument();
    expect(requests(syncTarget).at(-1)).toEqual({
      prune: true,
      confirm: ['Namespace/old'],
    });
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
    await userEvent.click(
      await within(dialog).findByRole('button', { name: 'Sync now' }),
    );
    expect(await within(dialog).findByText('1 failed')).toBeInTheDocument();
    expect(dialog).toHaveTextContent('spec.clusterIP is immutable');
  });

  it('says that the sync failed, and lets it be tried again', async () => {
    const { onSynced } = show({
      syncTarget: async (_, request) => {
        if (!request.dryRun) throw new Error('the cluster went away');
        return answer(request);
      },
    });
    const dialog = await open();
    await userEvent.click(
      await within(dialog).findByRole('button', { name: 'Sync now' }),
    );
    expect(
      await within(dialog).findByText('The sync failed'),
    ).toBeInTheDocument();
    expect(dialog).toHaveTextContent('the cluster went away');
    expect(onSynced).toHaveBeenCalled();
    expect(
      await within(dialog).findByRole('button', { name: 'Sync now' }),
    ).toBeEnabled();
  });

  it.each<[string, ObservedParts, boolean, RegExp]>([
    [
      'a cluster that is only observed',
      { mode: 'observe' },
      true,
      /mode observe/,
    ],
    ['one that Flux steers', { engine: 'flux' }, true, /Sync it in Flux/],
    ['who may not', {}, false, /gitops\.target\.sync/],
  ])('is off, and says why, for %s', async (_, live, allowed, why) => {
    show({ live, allowed });
    const disabled = await button();
    expect(await screen.findByText(why)).toBeInTheDocument();
    expect(disabled).toBeDisabled();
    expect(disabled).toHaveAccessibleDescription(why);
  });
});

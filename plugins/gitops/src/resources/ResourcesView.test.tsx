import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { TargetResourcesResponse } from '@backstage-gitops/plugin-gitops-common';
import { aTarget } from '../__testUtils__/builders';
import { aLive, aResource } from '../__testUtils__/live';
import { renderForEntity } from '../__testUtils__/renderForEntity';
import { ResourcesView } from './ResourcesView';

const many = Array.from({ length: 9 }, (_, index) =>
  aResource({ group: '', kind: 'ConfigMap', name: `settings-${index}` }),
);

function show(...answers: TargetResourcesResponse[]) {
  const targetResources = jest.fn(
    async () => answers.shift() ?? { live: aLive(), resources: [] },
  );
  return renderForEntity(
    <ResourcesView target={aTarget({ id: 't1' })} onCompare={() => {}} />,
    { api: { targetResources } },
  );
}

const rows = async () => {
  const table = await screen.findByRole('table');
  return within(table).getAllByRole('row').slice(1);
};
const firstCells = async () =>
  (await rows()).map(row => within(row).getByRole('rowheader').textContent);

describe('ResourcesView', () => {
  it('shows of each resource how it is and whether it is as declared', async () => {
    show({
      live: aLive(),
      resources: [
        aResource({
          status: 'drifted',
          differences: 2,
          since: '2026-11-21T06:30:00Z',
          health: { state: 'degraded', message: 'ImagePullBackOff' },
        }),
        aResource({
          group: '',
          kind: 'Namespace',
          name: 'sales',
          namespace: undefined,
        }),
      ],
    });
    const [deployment, namespace] = await rows();
    expect(deployment).toHaveTextContent(
      /Deployment ticket-sales.*Degraded.*ImagePullBackOff.*Drifted · 2 fields/,
    );
    expect(namespace).toHaveTextContent(
      /Namespace sales.*cluster-wide.*Healthy.*In sync/,
    );
    expect(
      screen.getByText('2 resources, 1 needs attention'),
    ).toBeInTheDocument();
  });

  it('moves no row when news arrive', async () => {
    const [a, b] = [aResource({ name: 'a' }), aResource({ name: 'b' })];
    const { tell } = show(
      { live: aLive(), resources: [a, { ...b, status: 'drifted' }] },
      { live: aLive(), resources: [{ ...a, status: 'missing' }, b] },
    );
    const before = await firstCells();
    expect(before[0]).toContain('b');

    await tell({ targets: ['t1'] });
    await waitFor(() =>
      expect(screen.getByText('Missing')).toBeInTheDocument(),
    );
    expect(await firstCells()).toEqual(before);
  });

  it('shows among many only what needs attention, when asked to', async () => {
    show({
      live: aLive(),
      resources: [...many, aResource({ status: 'orphaned' })],
    });
    expect(await rows()).toHaveLength(10);
    await userEvent.selectOptions(screen.getByLabelText('Show'), 'attention');
    expect(await rows()).toHaveLength(1);
    expect(screen.getByText('Orphaned')).toBeInTheDocument();
  });
});

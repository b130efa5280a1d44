import { NotFoundError } from '@backstage/errors';
import { screen } from '@testing-library/react';
import type { GitopsApi } from '@backstage-gitops/plugin-gitops-common';
import { aTarget } from '../__testUtils__/builders';
import { renderForEntity } from '../__testUtils__/renderForEntity';
import { useTargetAddress } from '../target/useTargetAddress';
import { FleetTargetDrawer } from './FleetTargetDrawer';

function Drawer() {
  return <FleetTargetDrawer address={useTargetAddress()} />;
}

const show = (address: string, api: Partial<GitopsApi>) =>
  renderForEntity(<Drawer />, { api, address });

describe('FleetTargetDrawer', () => {
  it('asks for nothing while no row is open', async () => {
    const target = jest.fn(async () => aTarget());
    show('/', { target });

    await Promise.resolve();
    expect(target).not.toHaveBeenCalled();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('tells an address of a target that is gone from a failure', async () => {
    show('/?target=gone', {
      target: async () => {
        throw new NotFoundError('No such target');
      },
    });

    expect(await screen.findByText('Not to be found')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Try again' }),
    ).not.toBeInTheDocument();
  });

  it('holds the place while the target is fetched', async () => {
    show('/?target=t1', { target: () => new Promise(() => {}) });

    const dialog = await screen.findByRole('dialog', { name: 'Details' });
    expect(dialog.querySelector('[aria-busy="true"]')).not.toBeNull();
  });
});

import { NotFoundError } from '@backstage/errors';
import { screen } from '@testing-library/react';
import { aTarget } from '../__testUtils__/builders';
import { renderForEntity } from '../__testUtils__/renderForEntity';
import { FleetTargetDrawer } from './FleetTargetDrawer';

const drawer = (id: string | undefined) => (
  <FleetTargetDrawer id={id} onClose={() => {}} />
);

describe('FleetTargetDrawer', () => {
  it('asks for nothing while no row is open', async () => {
    const target = jest.fn(async () => aTarget());
    renderForEntity(drawer(undefined), { api: { target } });

    await Promise.resolve();
    expect(target).not.toHaveBeenCalled();
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('tells an address of a target that is gone from a failure', async () => {
    renderForEntity(drawer('gone'), {
      api: {
        target: async () => {
          throw new NotFoundError('No such target');
        },
      },
    });

    expect(await screen.findByText('Not to be found')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Try again' }),
    ).not.toBeInTheDocument();
  });

  it('holds the place while the target is fetched', async () => {
    renderForEntity(drawer('t1'), {
      api: { target: () => new Promise(() => {}) },
    });

    const dialog = await screen.findByRole('dialog', { name: 'Details' });
    expect(dialog.querySelector('[aria-busy="true"]')).not.toBeNull();
  });
});

import { NotFoundError } from '@backstage/errors';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  GitopsApi,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
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

  it('stays where it is when the target arrives, and so does the focus', async () => {
    let arrive: (target: TargetState) => void = () => {};
    const target = new Promise<TargetState>(resolve => {
      arrive = resolve;
    });
    show('/?target=t1', { target: () => target });
    const dialog = await screen.findByRole('dialog', { name: 'Details' });
    const close = within(dialog).getByRole('button', { name: 'Close' });
    act(() => close.focus());

    await act(async () => arrive(aTarget({ id: 't1' })));

    expect(
      await screen.findByRole('dialog', { name: 'ticket-sales in production' }),
    ).toBe(dialog);
    expect(dialog.querySelector('[aria-busy="true"]')).toBeNull();
    expect(close).toHaveFocus();
  });

  it('stays where it is when trying again succeeds', async () => {
    const target = jest
      .fn<Promise<TargetState>, []>()
      .mockRejectedValueOnce(new Error('too slow'))
      .mockResolvedValue(aTarget({ id: 't1' }));
    show('/?target=t1', { target });
    const dialog = await screen.findByRole('dialog', { name: 'Details' });

    await userEvent.click(
      await within(dialog).findByRole('button', { name: 'Try again' }),
    );

    expect(
      await screen.findByRole('dialog', { name: 'ticket-sales in production' }),
    ).toBe(dialog);
  });
});

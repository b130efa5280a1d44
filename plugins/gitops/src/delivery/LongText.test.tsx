import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderForEntity } from '../__testUtils__/renderForEntity';
import { LongText } from './LongText';

const show = (text: string) =>
  renderForEntity(<LongText text={text} className="said" />, { api: {} });

describe('LongText', () => {
  it('shows the first lines of a long text, and all of it on request', async () => {
    show(['one', 'two', 'three', 'four', 'five', 'six'].join('\n'));
    expect(await screen.findByText(/^one.*four…$/s)).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show all of it' }),
    );
    expect(screen.getByText(/five.*six$/s)).toBeInTheDocument();
  });

  it('shows a short one as it is', async () => {
    show('one\ntwo');
    expect(await screen.findByText(/one.*two$/s)).toBeInTheDocument();
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });
});

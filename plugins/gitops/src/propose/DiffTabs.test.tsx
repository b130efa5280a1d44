import { createTwoFilesPatch } from 'diff';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aDiff, aPlan } from '../__testUtils__/proposals';
import { renderForEntity } from '../__testUtils__/renderForEntity';
import { DiffTabs } from './DiffTabs';

const numbers = (from: number) =>
  Array.from({ length: 2_500 }, (_, index) => `${from + index}\n`).join('');

function show(parts: Parameters<typeof aPlan>[0]) {
  renderForEntity(
    <DiffTabs
      plan={aPlan(parts)}
      allowOthers={false}
      onAllowOthers={() => {}}
      disabled={false}
    />,
    { api: {} },
  );
}

describe('what a plan would change', () => {
  it('draws a long diff in parts, once it is asked for', async () => {
    const diff = createTwoFilesPatch('a/x', 'b/x', numbers(0), numbers(9_000));
    show({ files: [{ branch: 'main', path: 'seats.yaml', diff }] });
    const file = await screen.findByRole('button', { name: 'seats.yaml' });
    expect(file).toHaveAttribute('aria-expanded', 'false');
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
    await userEvent.click(file);
    const table = await screen.findByRole('table');
    expect(within(table).getAllByRole('row').length).toBeLessThan(410);
    await userEvent.click(
      screen.getByRole('button', { name: 'Show 400 more lines' }),
    );
    expect(within(table).getAllByRole('row').length).toBeGreaterThan(790);
  });

  it('bounds and searches five hundred objects', async () => {
    const rendered = Array.from({ length: 500 }, (_, index) => ({
      unit: 'u',
      resource: `_/ConfigMap/seats/seat-map-${index}`,
      diff: aDiff('x', 'v1', 'v2'),
    }));
    show({ rendered });
    await userEvent.click(
      await screen.findByRole('tab', { name: 'Rendered 500 resources' }),
    );
    const folds = () => screen.getAllByRole('button', { name: /ConfigMap/ });
    expect(folds()).toHaveLength(30);
    await userEvent.type(
      screen.getByRole('searchbox', { name: 'Find a resource' }),
      'seat-map-437',
    );
    expect(folds()).toHaveLength(1);
    expect(folds()[0]).toHaveTextContent('seat-map-437');
  });

  it('shows what cannot be read as a diff as it came', async () => {
    const diff = '@@ -1,9 +1,9 @@\n only one line';
    show({ files: [{ branch: 'main', path: 'odd.yaml', diff }] });
    expect(
      await screen.findByText('only one line', { exact: false }),
    ).toBeInTheDocument();
  });
});

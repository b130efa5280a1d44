import { anEntry } from '../__testUtils__/builders';
import { historyRows } from './historyRows';

const base = anEntry({ environment: 'staging', clusters: ['stg-1'] });
const order = ['staging', 'production'];

describe('historyRows', () => {
  it('tells once, in promotion order, what one commit did in several environments', () => {
    const production = { ...base, environment: 'production' };
    const rows = historyRows(
      [{ ...production, clusters: ['eu-1', 'us-1'] }, base],
      order,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].environments).toEqual(['staging', 'production']);
    expect(rows[0].clusters).toEqual(['eu-1', 'us-1', 'stg-1']);
  });

  it('keeps apart what one commit did differently', () => {
    const [artifact] = base.artifacts;
    const other = {
      ...base,
      environment: 'production',
      artifacts: [{ ...artifact, from: 'v39' }],
    };
    expect(historyRows([base, other], order)).toHaveLength(2);
  });

  it('keeps apart what is not beside each other', () => {
    const between = { ...base, commit: 'f'.repeat(40) };
    expect(historyRows([base, between, base], order)).toHaveLength(3);
  });
});

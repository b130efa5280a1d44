import { anEntry } from '../__testUtils__/builders';
import { historyRows } from './historyRows';

const base = anEntry({ environment: 'staging', clusters: ['stg-1'] });

describe('historyRows', () => {
  it('tells once what one commit did in several environments', () => {
    const rows = historyRows([
      base,
      { ...base, environment: 'production', clusters: ['eu-1', 'us-1'] },
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0].environments).toEqual(['staging', 'production']);
    expect(rows[0].clusters).toEqual(['stg-1', 'eu-1', 'us-1']);
  });

  it('keeps apart what one commit did differently', () => {
    const [artifact] = base.artifacts;
    const other = {
      ...base,
      environment: 'production',
      artifacts: [{ ...artifact, from: 'v39' }],
    };
    expect(historyRows([base, other])).toHaveLength(2);
  });

  it('keeps apart what is not beside each other', () => {
    const between = { ...base, commit: 'f'.repeat(40) };
    expect(historyRows([base, between, base])).toHaveLength(3);
  });
});

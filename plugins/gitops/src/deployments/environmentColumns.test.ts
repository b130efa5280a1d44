import { aChange, aTarget, pipeline } from '../__testUtils__/builders';
import { environmentColumns } from './environmentColumns';

const waiting = aChange({ subject: 'Retry on 5xx' });

describe('environmentColumns', () => {
  it('puts environments in promotion order, whatever order they come in', () => {
    const columns = environmentColumns(
      [...pipeline].reverse(),
      ['production', 'development', 'staging'].map(environment =>
        aTarget({ environment }),
      ),
    );
    expect(columns.map(({ environment }) => environment.name)).toEqual([
      'development',
      'staging',
      'production',
    ]);
  });

  it('keeps an empty environment that lies on the way', () => {
    const columns = environmentColumns(pipeline, [
      aTarget({ environment: 'development' }),
      aTarget({ environment: 'production' }),
    ]);
    expect(columns.map(({ targets }) => targets.length)).toEqual([1, 0, 1]);
  });

  it('shows where a new service has not arrived, not where it never was', () => {
    const columns = environmentColumns(pipeline, [
      aTarget({ environment: 'staging' }),
    ]);
    expect(columns.map(({ environment }) => environment.name)).toEqual([
      'staging',
      'production',
    ]);
  });

  it('leaves out environments that have nothing to do with the targets', () => {
    const lab = {
      name: 'lab',
      order: 9,
      promotesTo: [],
      protected: false,
    };
    const columns = environmentColumns(
      [...pipeline, lab],
      [aTarget({ environment: 'production' })],
    );
    expect(columns.map(({ environment }) => environment.name)).not.toContain(
      'lab',
    );
  });

  it('shows a target whose environment nobody listed, last', () => {
    const columns = environmentColumns(pipeline, [
      aTarget({ environment: 'production' }),
      aTarget({ environment: 'canary' }),
    ]);
    expect(columns[columns.length - 1].environment.name).toBe('canary');
  });

  it('tells the farthest lag of an environment and how many targets lag', () => {
    const behind = (count: number) => ({
      state: 'behind' as const,
      environment: 'staging',
      count,
      since: '2026-11-12T00:00:00Z',
      changes: [waiting],
    });
    const [, production] = environmentColumns(pipeline, [
      aTarget({ environment: 'staging' }),
      aTarget({ cluster: 'eu-1', behind: behind(3) }),
      aTarget({ cluster: 'us-1', behind: behind(5) }),
      aTarget({
        cluster: 'ap-1',
        behind: { state: 'same', environment: 'staging' },
      }),
    ]).slice(-2);
    expect(production.arrival).toMatchObject({
      state: 'behind',
      from: 'staging',
      to: 'production',
      count: 5,
      targets: 2,
      changes: [waiting],
    });
  });

  it('never calls an environment in step while one of its targets differs', () => {
    const columns = environmentColumns(pipeline, [
      aTarget({
        cluster: 'eu-1',
        behind: { state: 'same', environment: 'staging' },
      }),
      aTarget({
        cluster: 'us-1',
        behind: { state: 'differs', environment: 'staging' },
      }),
    ]);
    expect(columns[columns.length - 1].arrival?.state).toBe('differs');
  });
});

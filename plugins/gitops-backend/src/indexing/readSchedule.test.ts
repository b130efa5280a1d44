import { ConfigReader } from '@backstage/config';
import { readSchedules } from './readSchedule';

describe('readSchedules', () => {
  it('has defaults', () => {
    expect(readSchedules(new ConfigReader({}))).toEqual({
      repositories: {
        frequency: { minutes: 1 },
        timeout: { minutes: 30 },
        scope: 'global',
      },
      catalog: {
        frequency: { minutes: 2 },
        timeout: { minutes: 10 },
        scope: 'global',
      },
    });
  });

  it('reads both, and lets no replica do the work of another', () => {
    const schedule = {
      frequency: { cron: '*/5 * * * *' },
      timeout: 'PT1M',
      scope: 'local',
    };
    const { repositories, catalog } = readSchedules(
      new ConfigReader({ gitops: { schedule, catalog: { schedule } } }),
    );
    for (const read of [repositories, catalog]) {
      expect(read).toMatchObject({
        frequency: { cron: '*/5 * * * *' },
        scope: 'global',
      });
    }
  });
});

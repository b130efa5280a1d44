import { ConfigReader } from '@backstage/config';
import { readProposalSettings } from './readProposalSettings';

const read = (proposals?: object) =>
  readProposalSettings(
    new ConfigReader({
      app: { baseUrl: 'https://portal.acme.example/' },
      ...(proposals && { gitops: { proposals } }),
    }),
  );

describe('readProposalSettings', () => {
  it('needs no configuration', () => {
    expect(read()).toEqual({
      branchPrefix: 'gitops/',
      labels: ['gitops'],
      draft: false,
      foreign: true,
      approvers: true,
      portal: 'https://portal.acme.example',
      schedule: {
        frequency: { seconds: 45 },
        timeout: { minutes: 10 },
        scope: 'global',
      },
    });
  });

  it('reads what is configured, and works on one replica all the same', () => {
    expect(
      read({
        branchPrefix: 'bot/portal-',
        labels: [],
        draft: true,
        others: false,
        approvers: false,
        schedule: {
          frequency: { minutes: 5 },
          timeout: { minutes: 1 },
          scope: 'local',
        },
      }),
    ).toMatchObject({
      ...{ branchPrefix: 'bot/portal-', labels: [], draft: true },
      ...{ foreign: false, approvers: false, schedule: { scope: 'global' } },
    });
  });

  it.each(['', '-x', '../', 'a//b', 'a b', '/x', 'x.lock/', '@{'])(
    'refuses the prefix %j',
    branchPrefix => {
      expect(() => read({ branchPrefix })).toThrow();
    },
  );
});

import { applicationAnswer, commit } from '@backstage-gitops/envtest';
import { readApplication } from '../read/readApplication';
import {
  AppliedResources,
  appliedResources,
  isOutdated,
} from './appliedResources';

type Answer = Parameters<typeof applicationAnswer>[0];

const map = (name: string, status: string, more = {}) => ({
  ...{ version: 'v1', kind: 'ConfigMap', namespace: 'shop', name, status },
  ...more,
});

function applied(answer: Answer, before?: AppliedResources) {
  const application = readApplication(applicationAnswer(answer), 'eu');
  if (application === undefined) throw new Error('It was not read');
  return appliedResources(application, before);
}

const told = ({ isWhole, resources }: AppliedResources) => [
  isWhole ? 'all' : 'some',
  ...resources.map(({ name }) => name),
];

/** `old` is there, and `new` is declared by a later commit. */
const outOfSync = {
  sync: { status: 'OutOfSync', revision: commit(2) },
  resources: [map('old', 'Synced'), map('new', 'OutOfSync')],
};

const operation = (phase: string, results: readonly object[], sync = {}) => ({
  operationState: {
    ...{ phase, operation: { sync } },
    syncResult: { revision: commit(1), resources: results },
  },
});

const neverDeployed = { history: [], operationState: undefined };

describe('appliedResources', () => {
  it.each<[string, Answer, readonly string[]]>([
    [
      'all that it lists while it is in sync',
      { status: { resources: [map('old', 'Synced')] } },
      ['all', 'old'],
    ],
    [
      'what its last sync of everything has applied, and no hooks',
      {
        status: {
          ...outOfSync,
          ...operation('Succeeded', [
            map('gone', 'Synced'),
            map('job', 'Synced', { hookType: 'PreSync' }),
            map('pruned', 'Pruned'),
          ]),
        },
      },
      ['all', 'gone', 'old'],
    ],
    [
      'not all where the last sync was of some resources',
      {
        status: {
          ...outOfSync,
          ...operation('Succeeded', [map('a', 'Synced')], {
            resources: [{ kind: 'ConfigMap', name: 'a' }],
          }),
        },
      },
      ['some', 'a', 'old'],
    ],
    [
      'not all where it applies only what is out of sync',
      {
        status: {
          ...outOfSync,
          ...operation('Succeeded', [map('a', 'Synced')], {
            syncOptions: ['ApplyOutOfSyncOnly=true'],
          }),
        },
      },
      ['some', 'a', 'old'],
    ],
    [
      'not all where the list of the last sync is not told',
      { status: { ...outOfSync, ...operation('Succeeded', []) } },
      ['some', 'old'],
    ],
    [
      'not all while another sync runs',
      {
        status: {
          ...outOfSync,
          ...operation('Running', [map('a', 'Synced'), map('b', 'SyncFailed')]),
        },
      },
      ['some', 'old'],
    ],
    [
      'nothing where it was never deployed',
      {
        status: {
          ...{ ...outOfSync, ...neverDeployed },
          resources: [map('new', 'OutOfSync')],
        },
      },
      ['all'],
    ],
    [
      'nothing while the first sync runs, whatever it has applied so far',
      {
        status: {
          ...{ ...outOfSync, history: [] },
          resources: [map('new', 'OutOfSync')],
          ...operation('Running', [map('a', 'Synced')]),
        },
      },
      ['all'],
    ],
    [
      'not all where it is told to remember no deployment',
      {
        spec: { revisionHistoryLimit: 0 },
        status: {
          ...{ ...outOfSync, history: [] },
          ...operation('Failed', []),
        },
      },
      ['some', 'old'],
    ],
    [
      'nothing by a dry run',
      {
        status: {
          ...{ ...outOfSync, history: [] },
          ...operation('Succeeded', [map('new', 'Synced')], { dryRun: true }),
        },
      },
      ['all', 'old'],
    ],
  ])('is %s', (_, answer, expected) => {
    expect(told(applied(answer))).toEqual(expected);
  });

  const before = () =>
    applied({
      metadata: { uid: 'one' },
      status: { resources: [map('old', 'Synced'), map('gone', 'Synced')] },
    });

  it('remembers what was there, also while another sync runs', () => {
    const answer = {
      metadata: { uid: 'one' },
      status: { ...outOfSync, ...operation('Running', [map('b', 'Synced')]) },
    };

    expect(told(applied(answer, before()))).toEqual([
      ...['all', 'old', 'gone'],
    ]);
  });

  it('knows by what is told later what it did not know before', () => {
    const answer = { status: { ...outOfSync, ...neverDeployed } };
    const listed = { ...answer.status, sync: { status: 'OutOfSync' } };
    const unknown = applied({ status: listed });

    expect(told(unknown)).toEqual(['some', 'old']);
    expect(told(applied(answer, unknown))).toEqual(['all', 'old']);
    expect(told(applied({ status: listed }, applied(answer)))).toEqual([
      ...['all', 'old'],
    ]);
  });

  it('forgets what another Application of the name has applied', () => {
    const answer = {
      metadata: { uid: 'two' },
      status: { ...outOfSync, ...operation('Running', []) },
    };

    expect(told(applied(answer, before()))).toEqual(['some', 'old']);
  });

  it('misses nothing of a sync until Argo CD has looked at what became of it', () => {
    const metadata = { uid: 'one' };
    const answer = (phase: string, reconciledAt: string, status = {}) => {
      const { operationState } = operation(phase, [map('new', 'Synced')]);
      const startedAt = '2026-03-01T10:00:01Z';
      const finishedAt = '2026-03-01T10:00:02Z';
      return {
        metadata,
        status: {
          ...{ ...outOfSync, reconciledAt, ...status },
          operationState: {
            ...{ ...operationState, startedAt },
            ...(phase !== 'Running' && { finishedAt }),
          },
        },
      };
    };
    const said = (phase: string, reconciledAt: string, status = {}) => {
      const read = readApplication(
        applicationAnswer(answer(phase, reconciledAt, status)),
        'eu',
      );
      if (read === undefined) throw new Error('It was not read');
      return read;
    };
    const steps: readonly [ReturnType<typeof said>, boolean, boolean][] = [
      [said('Running', '2026-03-01T10:00:01Z'), false, false],
      [said('Succeeded', '2026-03-01T10:00:01Z'), true, false],
      // What it saw before the sync, written down after it.
      [said('Succeeded', '2026-03-01T10:00:02Z'), true, false],
      [said('Succeeded', '2026-03-01T10:00:03Z'), false, true],
    ];
    let known: AppliedResources = before();
    for (const [application, outdated, hasNew] of steps) {
      expect(isOutdated(application, known)).toBe(outdated);
      known = appliedResources(application, known);
      expect(told(known).includes('new')).toBe(hasNew);
    }

    const running = appliedResources(
      said('Running', '2026-03-01T10:00:02Z'),
      before(),
    );
    const same = said('Succeeded', '2026-03-01T10:00:02Z');
    const other = said('Succeeded', '2026-03-01T10:00:02Z', {
      resources: [map('old', 'Synced'), map('new', 'Unknown')],
    });
    expect(isOutdated(same, running)).toBe(true);
    expect(isOutdated(other, running)).toBe(false);
    // What was there before has drifted, and nobody has to wait to know.
    const drifted = said('Succeeded', '2026-03-01T10:00:02Z', {
      resources: [map('old', 'OutOfSync'), map('new', 'Synced')],
    });
    expect(isOutdated(drifted, running)).toBe(false);
  });
});

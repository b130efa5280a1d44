import {
  deployment,
  object,
  written,
  entry,
  appliedFrom,
} from '../testing/pair';
import { maskedManifests } from './maskedManifests';

const salt = Buffer.from('salt');

it('shows the two sides of a Secret by equal and different masks, never by values', () => {
  const declared = object('Secret', {
    stringData: { same: 'hunter2', other: 'hunter3' },
  });
  const live = object('Secret', {
    data: { same: 'aHVudGVyMg==', other: 'aHVudGVyNA==' },
  });
  const pair = maskedManifests(
    { declared, live: appliedFrom(declared, live) },
    salt,
  );
  expect(pair.declared).toMatchObject({
    data: { same: expect.stringMatching(/^\*\*\*/) },
  });
  const [ours, theirs] = [pair.declared, pair.live].map(side =>
    JSON.parse(JSON.stringify(side)),
  );
  expect(ours.data.same).toBe(theirs.data.same);
  expect(ours.data.other).not.toBe(theirs.data.other);
  const text = JSON.stringify(pair);
  expect(text).not.toContain('hunter');
  expect(text).not.toContain('aHVudGVy');
});

it('leaves out what only the server and engines write', () => {
  const live = written(
    object(
      'ConfigMap',
      { data: { b: '2', a: '1' }, status: { seen: true } },
      {
        uid: '1',
        resourceVersion: '2',
        labels: {
          'app.kubernetes.io/instance': 'shop',
          'applyset.kubernetes.io/part-of': 'applyset-1',
        },
        annotations: { 'argocd.argoproj.io/tracking-id': 'shop' },
      },
    ),
    entry('kubectl', {}),
  );
  const declared = object(
    'ConfigMap',
    { data: { a: '1', b: '2' } },
    { labels: { 'app.kubernetes.io/instance': 'shop' } },
  );
  const pair = maskedManifests({ declared, live }, salt);
  // In the same order too, so that nothing differs line by line.
  expect(JSON.stringify(pair.live)).toBe(JSON.stringify(pair.declared));
});

it('shows the one side there is', () => {
  const { declared, live } = maskedManifests(
    { live: deployment({ containers: [] }) },
    salt,
  );
  expect(declared).toBeUndefined();
  expect(live).toMatchObject({ kind: 'Deployment' });
});

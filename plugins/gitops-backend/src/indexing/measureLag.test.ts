import { Artifact } from '@backstage-gitops/plugin-gitops-common';
import { isLagSettled, LagChange, measureLag } from './measureLag';

const image = (version: string, more: Partial<Artifact> = {}): Artifact => ({
  kind: 'image',
  name: 'registry.acme.example/cart',
  version,
  file: 'cart.yaml',
  line: 1,
  field: 'image',
  origin: 'exact',
  ...more,
});

/** A history from its versions, oldest first; keys and times count from 1. */
function history(...versions: string[]): LagChange[] {
  return versions
    .map((to, index) => ({
      key: index + 1,
      effectiveAt: (index + 1) * 1000,
      artifacts: [
        {
          kind: 'image' as const,
          name: 'registry.acme.example/cart',
          from: versions[index - 1],
          to,
          file: 'cart.yaml',
          line: 1,
        },
      ],
    }))
    .reverse();
}

describe('measureLag', () => {
  it('is the same where the versions are', () => {
    expect(measureLag([image('v2')], [image('v2')], history('v2'))).toEqual({
      state: 'same',
    });
  });

  it('counts the changes since the version that is here', () => {
    expect(
      measureLag([image('v1')], [image('v4')], history('v1', 'v2', 'v3', 'v4')),
    ).toEqual({ state: 'behind', changes: [4, 3, 2], since: 2000 });
  });

  it('counts from the last time the version was there', () => {
    expect(
      measureLag([image('v1')], [image('v3')], history('v1', 'v2', 'v1', 'v3')),
    ).toEqual({ state: 'behind', changes: [4], since: 4000 });
  });

  it('counts from what the oldest change tells it came from', () => {
    const [newest] = history('v1', 'v2');
    expect(measureLag([image('v1')], [image('v2')], [newest])).toEqual({
      state: 'behind',
      changes: [2],
      since: 2000,
    });
  });

  it('tells no count of a version that was never there', () => {
    expect(
      measureLag([image('hotfix')], [image('v2')], history('v1', 'v2')),
    ).toEqual({ state: 'differs' });
  });

  it('does not take what has nothing in common for the same', () => {
    expect(measureLag([image('v1')], [], [])).toEqual({ state: 'differs' });
    expect(measureLag([], [], [])).toEqual({ state: 'differs' });
  });

  it('pairs the same image of another registry', () => {
    const mirrored = image('v1', { name: 'mirror.acme.example/prod/cart' });
    expect(
      measureLag([mirrored], [image('v2')], history('v1', 'v2')),
    ).toMatchObject({ state: 'behind', changes: [2] });
  });

  it('tells versions apart by their digests', () => {
    const digests = (digest: string) => image('latest', { digest });
    expect(
      measureLag([digests('sha256:a')], [digests('sha256:b')], []),
    ).toEqual({ state: 'differs' });
    expect(
      measureLag(
        [digests('sha256:a')],
        [digests('sha256:b')],
        history('latest@sha256:a', 'latest@sha256:b'),
      ),
    ).toMatchObject({ state: 'behind', changes: [2] });
  });

  it('finds a version by its tag where the change tells no digest', () => {
    expect(
      measureLag(
        [image('v1', { digest: 'sha256:a' })],
        [image('v2', { digest: 'sha256:b' })],
        history('v1', 'v2'),
      ),
    ).toMatchObject({ state: 'behind', changes: [2] });
  });

  it('counts a change of two artifacts once', () => {
    const chart = image('1.0.0', { kind: 'chart', name: 'cart' });
    const changes: LagChange[] = [
      {
        key: 9,
        effectiveAt: 9,
        artifacts: [
          { ...history('v2')[0].artifacts[0], from: 'v1' },
          {
            kind: 'chart',
            name: 'cart',
            from: '1.0.0',
            to: '2.0.0',
            file: 'cart.yaml',
            line: 2,
          },
        ],
      },
    ];
    expect(
      measureLag(
        [image('v1'), chart],
        [image('v2'), { ...chart, version: '2.0.0' }],
        changes,
      ),
    ).toEqual({ state: 'behind', changes: [9], since: 9 });
  });
});

describe('isLagSettled', () => {
  it('asks for more history until every version is found', () => {
    const [newest, ...older] = history('v1', 'v2', 'v3');
    expect(isLagSettled([image('v1')], [image('v3')], [newest])).toBe(false);
    expect(isLagSettled([image('v1')], [image('v3')], [newest, ...older])).toBe(
      true,
    );
    expect(isLagSettled([image('v3')], [image('v3')], [])).toBe(true);
  });
});

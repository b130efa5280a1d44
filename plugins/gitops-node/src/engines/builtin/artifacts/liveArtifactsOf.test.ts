import { Resource } from '../../../manifests/Resource';
import { liveArtifactsOf } from './liveArtifactsOf';

const digest = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;

function pod(
  image: string,
  imageID: string,
  options: {
    readonly ready?: boolean;
    readonly start?: string;
    readonly phase?: string;
    readonly state?: Readonly<Record<string, unknown>>;
  } = {},
): Resource {
  const { ready = true, start = '2026-11-21T08:00:00Z' } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    spec: { containers: [{ name: 'app', image }] },
    status: {
      phase: options.phase ?? 'Running',
      startTime: start,
      containerStatuses: [
        { name: 'app', image, imageID, ready, state: options.state },
      ],
    },
  };
}

describe('liveArtifactsOf', () => {
  it('counts pods by image and digest, and tells since when', () => {
    const image = 'registry.example.com/payments:v41';
    const id = `registry.example.com/payments@${digest}`;
    expect(
      liveArtifactsOf([
        pod('registry.example.com/payments:v42', `x@${other}`, {
          ready: false,
          start: '2026-11-21T10:00:00Z',
        }),
        pod(image, id, { start: '2026-11-21T09:00:00Z' }),
        pod(image, id, { ready: false }),
      ]),
    ).toEqual([
      {
        kind: 'image',
        name: 'registry.example.com/payments',
        version: 'v41',
        digest,
        pods: 2,
        ready: 1,
        since: '2026-11-21T08:00:00Z',
      },
      {
        kind: 'image',
        name: 'registry.example.com/payments',
        version: 'v42',
        digest: other,
        pods: 1,
        ready: 0,
        since: '2026-11-21T10:00:00Z',
      },
    ]);
  });

  it('tells two digests of one tag apart', () => {
    const artifacts = liveArtifactsOf([
      pod('web:latest', `docker-pullable://web@${digest}`),
      pod('web:latest', `docker-pullable://web@${other}`),
    ]);
    expect(artifacts.map(artifact => artifact.digest)).toEqual([digest, other]);
  });

  it.each([
    [
      'a pod that is done',
      pod('job:v1', `job@${digest}`, { phase: 'Succeeded' }),
    ],
    [
      'a pod that still waits for its image',
      pod('web:v2', '', { state: { waiting: { reason: 'ImagePullBackOff' } } }),
    ],
    ['a pod without status', { apiVersion: 'v1', kind: 'Pod' }],
  ])('leaves out %s', (_, object) => {
    expect(liveArtifactsOf([object])).toEqual([]);
  });

  it("takes no image's own id for a digest of a registry", () => {
    expect(liveArtifactsOf([pod('web:v1', digest)])[0].digest).toBeUndefined();
    expect(liveArtifactsOf([pod(`web@${other}`, digest)])).toMatchObject([
      { name: 'web', version: '', digest: other },
    ]);
  });

  it('counts sidecars, and a pod once however many containers run an image', () => {
    const container = (name: string, image: string) => ({ name, image });
    const status = (name: string, ready: boolean) => ({
      name,
      ready,
      imageID: `x@${digest}`,
    });
    const artifacts = liveArtifactsOf([
      {
        apiVersion: 'v1',
        kind: 'Pod',
        spec: {
          containers: [container('one', 'web:v1'), container('two', 'web:v1')],
          initContainers: [
            { ...container('proxy', 'proxy:v3'), restartPolicy: 'Always' },
            container('migrate', 'migrate:v1'),
          ],
        },
        status: {
          phase: 'Running',
          containerStatuses: [status('one', true), status('two', false)],
          initContainerStatuses: [
            status('proxy', true),
            status('migrate', true),
          ],
        },
      },
    ]);
    expect(artifacts).toMatchObject([
      { name: 'proxy', pods: 1, ready: 1 },
      { name: 'web', pods: 1, ready: 0 },
    ]);
  });
});

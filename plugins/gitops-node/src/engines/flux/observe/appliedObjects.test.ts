import { DriftStatus } from '@backstage-gitops/plugin-gitops-common';
import { desiredUnit } from '../../builtin/__testUtils__/desiredUnit';
import { isApplier } from '../api/FluxObject';
import { readFluxObject } from '../api/readFluxObject';
import { UnitClaim } from '../match/FluxClaims';
import { appliedObjects } from './appliedObjects';
import { FluxState } from './FluxState';

type Content = Readonly<Record<string, unknown>>;

function claimed(kind: string, status: Content, spec: Content = {}) {
  const group = kind === 'HelmRelease' ? 'helm' : 'kustomize';
  const object = readFluxObject({
    apiVersion: `${group}.toolkit.fluxcd.io/v1`,
    ...{ kind, metadata: { name: 'shop', namespace: 'apps' }, spec, status },
  });
  if (object === undefined || !isApplier(object)) throw new Error(kind);
  return { type: 'claimed', object } satisfies UnitClaim;
}

const release = (status: string) => ({
  history: [{ name: 'shop', namespace: 'apps', version: 1, status }],
});

function applied(
  claim: UnitClaim,
  declaringObject?: DriftStatus,
  unreadable: ReadonlyMap<string, string> = new Map(),
): readonly string[] | undefined {
  const desired = desiredUnit([], { unit: { kind: 'Kustomization' } });
  const found = appliedObjects(claim, {
    ...{ desired, state: new FluxState([], unreadable) },
    ...(declaringObject && { declaringObject }),
  });
  return found && [...found];
}

describe('appliedObjects', () => {
  const inventory = {
    entries: [{ id: 'shop_web_apps_Deployment' }, { id: '_shop__Namespace' }],
  };
  const lastAppliedRevision = `main@sha1:${'a'.repeat(40)}`;
  const lastAttemptedRevision = lastAppliedRevision;

  it.each<[string, UnitClaim, readonly string[] | undefined]>([
    [
      'what a Kustomization lists',
      claimed('Kustomization', { inventory, lastAppliedRevision }),
      ['Deployment.apps shop web', 'Namespace  shop'],
    ],
    [
      'nothing of a Kustomization that never came to apply anything',
      claimed('Kustomization', { lastAttemptedRevision }),
      [],
    ],
    [
      'not known of one that has applied something and lists nothing',
      claimed('Kustomization', { lastAppliedRevision }),
      undefined,
    ],
    [
      'not known of one that applies to another cluster',
      claimed(
        'Kustomization',
        { inventory },
        { kubeConfig: { secretRef: { name: 'other' } } },
      ),
      undefined,
    ],
    ['nothing where nothing was released', claimed('HelmRelease', {}), []],
    [
      'not known of a release that failed',
      claimed('HelmRelease', release('failed')),
      undefined,
    ],
    [
      'not known of a release, which is compared with itself',
      claimed('HelmRelease', release('deployed')),
      undefined,
    ],
    [
      'not known where several claim it',
      { type: 'contested', objects: [] },
      undefined,
    ],
  ])('is %s', (_, claim, expected) => {
    expect(applied(claim)).toEqual(expected);
  });

  it.each<[DriftStatus | undefined, readonly string[] | undefined]>([
    ['undelivered', []],
    ['missing', undefined],
    ['indeterminate', undefined],
    [undefined, undefined],
  ])('where the object that would apply it is %s: %s', (status, expected) => {
    expect(applied({ type: 'unclaimed' }, status)).toEqual(expected);
  });

  it('is not known where that object may not be read', () => {
    const unreadable = new Map([['Kustomization', 'denied']]);
    expect(
      applied({ type: 'unclaimed' }, 'undelivered', unreadable),
    ).toBeUndefined();
  });
});

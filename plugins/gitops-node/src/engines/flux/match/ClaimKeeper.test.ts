import { desiredUnit } from '../../builtin/__testUtils__/desiredUnit';
import { readFluxObject } from '../api/readFluxObject';
import { FluxState } from '../observe/FluxState';
import { ClaimKeeper } from './ClaimKeeper';
import { isLeftToOthers } from './isLeftToOthers';

type Content = Readonly<Record<string, unknown>>;

const read = (apiVersion: string, kind: string, name: string, spec: Content) =>
  [{}, { conditions: [{ type: 'Ready', status: 'True', reason: 'Ok' }] }].map(
    status => {
      const object = readFluxObject({
        ...{ apiVersion, kind, spec, status },
        metadata: { name, namespace: 'apps' },
      });
      if (object === undefined) throw new Error(`${kind} can't be read`);
      return object;
    },
  );

const [source, readySource] = read(
  'source.toolkit.fluxcd.io/v1',
  'GitRepository',
  'config',
  { url: 'https://git.acme.example/acme/config' },
);
const kustomization = (path: string) =>
  read('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', 'shop', {
    path,
    sourceRef: { kind: 'GitRepository', name: 'config' },
  });

const { unit } = desiredUnit([]);
const overlay = { ...unit, kind: 'Overlay' as const, path: 'apps/shop' };

describe('ClaimKeeper', () => {
  let asked: number;
  let keeper: ClaimKeeper;
  const units = [overlay];

  beforeEach(() => {
    asked = 0;
    keeper = new ClaimKeeper({
      isSourceOf: () => {
        asked += 1;
        return true;
      },
    });
  });

  it('matches once while objects only fare otherwise, and gives them anew', () => {
    const [fresh, ready] = kustomization('./apps/shop');
    keeper.of(units, new FluxState([source, fresh]));
    const claims = keeper.of(units, new FluxState([readySource, ready]));
    expect(asked).toBe(1);
    const claim = claims.units.get(overlay.id);
    expect(claim).toMatchObject({ type: 'claimed' });
    expect(claim?.type === 'claimed' && claim.object).toBe(ready);
  });

  it('matches anew what applies another path, and other units', () => {
    keeper.of(units, new FluxState([source, kustomization('./apps/shop')[0]]));
    const moved = new FluxState([source, kustomization('./apps/other')[0]]);
    expect(keeper.of(units, moved).units.get(overlay.id)).toEqual({
      type: 'unclaimed',
    });
    const other = { ...overlay, path: 'apps/other' };
    expect(keeper.of([other], moved).units.get(overlay.id)).toMatchObject({
      type: 'claimed',
    });
  });
});

describe('isLeftToOthers', () => {
  const seen = { hidden: new Set<string>() };

  it('leaves what nothing of Flux brings', () => {
    expect(isLeftToOthers(overlay, { type: 'unclaimed' }, seen)).toBe(true);
    const claim = { type: 'contested', objects: [] } as const;
    expect(isLeftToOthers(overlay, claim, seen)).toBe(false);
  });

  it.each(['Kustomization', 'HelmRelease'] as const)(
    'does not leave a %s that the cluster does not have yet',
    kind => {
      const declared = { ...unit, kind };
      expect(isLeftToOthers(declared, { type: 'unclaimed' }, seen)).toBe(false);
    },
  );

  it.each(['Kustomization', 'GitRepository'])(
    'leaves nothing while a %s might bring it that can not be read',
    kind => {
      const hidden = { hidden: new Set([kind]) };
      expect(isLeftToOthers(overlay, { type: 'unclaimed' }, hidden)).toBe(
        false,
      );
    },
  );
});

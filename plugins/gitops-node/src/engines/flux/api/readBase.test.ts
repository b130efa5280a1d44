import { fluxObject } from '../__testUtils__/fluxObject';
import { readFluxObject } from './readFluxObject';

type Content = Readonly<Record<string, unknown>>;

const noted = {
  'gitops.backstage.io/suspended-by': 'user:default/dana',
  'gitops.backstage.io/suspended-reason': 'Sale',
};

const writer = (manager: string, fields: Content, time?: string) => ({
  ...{ manager, operation: 'Update', fieldsType: 'FieldsV1' },
  ...{ fieldsV1: fields, time },
});

const spec = { 'f:spec': { 'f:suspend': {} } };
const annotations = {
  'f:metadata': {
    'f:annotations': { 'f:gitops.backstage.io/suspended-by': {} },
  },
};

const suspended = (managedFields?: unknown, more: Content = noted) =>
  readFluxObject(
    fluxObject('Kustomization', 'kustomize.toolkit.fluxcd.io/v1', {
      metadata: {
        ...{ name: 'shop', namespace: 'apps', annotations: more },
        managedFields,
      },
      spec: { suspend: true },
    }),
  )?.suspended;

describe('who suspended an object, and why', () => {
  it('is what was noted with it', () => {
    const time = '2026-01-02T03:04:05Z';
    expect(
      suspended([writer('portal', { ...spec, ...annotations }, time)]),
    ).toEqual({ by: 'user:default/dana', reason: 'Sale', since: time });
    expect(suspended()).toEqual({ by: 'user:default/dana', reason: 'Sale' });
  });

  it('is not what was noted before somebody else did it', () => {
    const time = '2026-01-03T03:04:05Z';
    expect(
      suspended([
        writer('portal', annotations, '2026-01-02T03:04:05Z'),
        writer('flux', spec, time),
      ]),
    ).toEqual({ since: time });
  });

  it('is cut where somebody wrote a book there, and read of anything', () => {
    const long = {
      'gitops.backstage.io/suspended-by': 'x'.repeat(10_000),
      'gitops.backstage.io/suspended-reason': 'y'.repeat(10_000),
    };
    const told = suspended(undefined, long);
    expect([told?.by?.length, told?.reason?.length]).toEqual([500, 500]);
    expect(suspended('no list')).toEqual({
      by: 'user:default/dana',
      reason: 'Sale',
    });
    expect(suspended([{ fieldsV1: { 'f:spec': 7 } }, null])).toMatchObject({
      reason: 'Sale',
    });
  });
});

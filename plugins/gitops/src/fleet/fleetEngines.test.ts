import {
  engineChoices,
  engineOfValue,
  enginesShown,
  engineValue,
} from './fleetEngines';

const flux = { kind: 'flux' } as const;
const argocd = (instance: string) => ({ kind: 'argocd', instance } as const);

describe('enginesShown', () => {
  it('says nothing of the one engine that brings all', () => {
    expect(enginesShown([flux]).engine).toBe(false);
    expect(enginesShown(undefined).engine).toBe(false);
  });

  it('takes what is of no instance for none', () => {
    const shown = enginesShown([{ kind: 'argocd' }, argocd('eu')]);
    expect(shown.engine).toBe(false);
    expect(shown.instanceOf.size).toBe(0);
  });

  it('names the instances of an engine that there are several of', () => {
    const shown = enginesShown([argocd('eu'), argocd('us'), flux]);
    expect(shown.engine).toBe(true);
    expect([...shown.instanceOf]).toEqual(['argocd']);
  });
});

describe('engineChoices', () => {
  it('offers an engine as a whole, and each of several', () => {
    expect(
      engineChoices([argocd('eu'), argocd('us'), flux]).map(engineValue),
    ).toEqual(['argocd', 'argocd/eu', 'argocd/us', 'flux']);
  });

  it('offers no instance of the only one', () => {
    expect(engineChoices([argocd('eu'), flux]).map(engineValue)).toEqual([
      'argocd',
      'flux',
    ]);
  });
});

describe('engineOfValue', () => {
  it('reads back what a choice is called, whatever its name holds', () => {
    for (const [engine, instance] of [
      ['flux', undefined],
      ['argocd', 'eu'],
      ['argocd', 'a/b'],
    ] as const) {
      expect(engineOfValue(engineValue({ kind: engine, instance }))).toEqual({
        engine,
        instance,
      });
    }
  });

  it('takes no choice for any engine', () => {
    expect(engineOfValue(undefined)).toEqual({});
  });
});

import { mergeSchemas } from './mergeSchemas';

describe('mergeSchemas', () => {
  const merged = mergeSchemas(
    {
      root: {
        properties: {
          known: { atomicMap: true, properties: { scope: {} } },
          unknown: {
            items: { atomicMap: true, properties: { scope: {} } },
            list: { kind: 'atomic' },
          },
        },
      },
    },
    {
      root: {
        properties: {
          known: { properties: { scope: { default: '*' } } },
          selector: { atomicMap: true },
        },
      },
    },
  );
  const { known, unknown, selector } = merged.root.properties ?? {};

  it('adds what the server fills in, and what only the table knows', () => {
    expect(known.properties?.scope.default).toBe('*');
    expect(unknown.list).toEqual({ kind: 'atomic' });
    expect(selector.atomicMap).toBe(true);
  });

  // A rule of a ValidatingAdmissionPolicy is one value to the server, which
  // fills in its scope: what is added to it isn't somebody's.
  it('takes only what the table says for one value', () => {
    expect(known.atomicMap).toBe(false);
    expect(unknown.items?.atomicMap).toBe(false);
  });
});

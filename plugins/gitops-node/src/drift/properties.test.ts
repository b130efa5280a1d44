import fs from 'node:fs';
import path from 'node:path';
import { formatField } from '../manifests/fieldPath';
import { isResource, Resource } from '../manifests/Resource';
import { readManifests } from '../render/readManifests';
import { fieldsOf, setAt } from './testing/leaves';
import { serve } from './testing/serve';
import { compare, found, object } from './testing/pair';

/** Objects of many kinds, as a repository declares them. */
// eslint-disable-next-line no-restricted-syntax -- tests are not bundled
const folder = path.resolve(__dirname, '../acceptance/fixture');
const declared = fs
  .readdirSync(folder)
  .filter(name => name.endsWith('.yaml'))
  .flatMap(
    name =>
      readManifests(fs.readFileSync(path.join(folder, name), 'utf8'), name)
        .resources,
  )
  .filter(({ resource: { kind } }) => kind !== 'Secret' && kind !== 'Shelf');

it('finds nothing in an object that a server took and completed', () => {
  expect(declared.length).toBeGreaterThan(30);
  for (const { resource } of declared) {
    const live = serve(resource);
    expect([
      resource.kind,
      found(compare({ declared: resource, live })),
    ]).toEqual([resource.kind, []]);
  }
});

it('finds the edit of any one field, and no other', () => {
  let edits = 0;
  for (const { resource, origin } of declared) {
    const live = serve(resource);
    for (const { keys, value } of fieldsOf(resource)) {
      const edited = setAt(live, keys, `${String(value)}-edited`);
      const drift = compare({ declared: resource, live: asResource(edited) });
      // A renamed item of a list is told as another item, in a line above.
      const [changed] = drift.differences.filter(
        each => each.class === 'changed',
      );
      const fields = [
        ...drift.differences.map(({ field }) => field),
        ...(drift.ignored ?? []).flatMap(rule => rule.fields),
      ];
      const place = `${resource.kind} ${keys.join('.')}`;
      expect([place, fields]).toEqual([place, [expect.any(String)]]);
      const written = origin(formatField(keys));
      const told = changed === undefined ? written : origin(changed.field);
      expect([place, told]).toEqual([place, written]);
      edits += 1;
    }
  }
  expect(edits).toBeGreaterThan(250);
});

it('says the same whatever order keys are in', () => {
  const data = { a: '1', b: { c: '2', d: ['x', 'y'] } };
  const turned = { b: { d: ['x', 'y'], c: '2' }, a: '1' };
  expect(
    found(
      compare({
        declared: object('ConfigMap', { data }),
        live: object('ConfigMap', { data: turned }),
      }),
    ),
  ).toEqual([]);
});

function asResource(value: unknown): Resource {
  if (!isResource(value)) throw new Error('An edit made it no object');
  return value;
}

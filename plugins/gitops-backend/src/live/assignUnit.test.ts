import { assignUnit } from './assignUnit';

const clusters = [
  { name: 'eu-1', aliases: ['production-eu'], environments: ['production'] },
  { name: 'us-1', aliases: ['eu'], environments: ['production'] },
  { name: 'dev', aliases: [], environments: ['development', 'test'] },
];

const assigned = (cluster: string) => ({ state: 'assigned', cluster });
const unassigned = (reason: string) => ({
  state: 'unassigned',
  reason: expect.stringContaining(reason),
});

it.each([
  ['its name', { cluster: 'us-1', environment: 'x' }, assigned('us-1')],
  [
    'an alias',
    { cluster: 'production-eu', environment: 'x' },
    assigned('eu-1'),
  ],
  ['its environment', { environment: 'test' }, assigned('dev')],
  [
    'a name nobody has',
    { cluster: 'x', environment: 'test' },
    unassigned("'x'"),
  ],
  ['several', { environment: 'production' }, unassigned('eu-1, us-1')],
  ['none', { environment: 'staging' }, unassigned("'staging'")],
])('finds the cluster of a unit by %s', (_, unit, expected) => {
  expect(assignUnit(unit, clusters)).toEqual(expected);
});

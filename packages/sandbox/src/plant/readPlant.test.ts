import { readPlant } from './readPlant';

const place = { cluster: 'staging', namespace: 'payments' };

it('takes the workload to be called as its namespace', () => {
  expect(readPlant('scale', { ...place, by: '-1', ago: '90' })).toEqual({
    ...place,
    does: 'scale',
    name: 'payments',
    manager: 'kubectl-scale',
    by: -1,
    ago: 5400,
  });
});

it('leaves an orphan as the engine would have', () => {
  expect(readPlant('orphan', place)).toMatchObject({
    manager: 'backstage-gitops',
    orphan: 'left-over',
  });
});

it.each([
  ['config', place, 'config needs --name'],
  ['scale', { ...place, by: 'many' }, "--by must be a number, not 'many'"],
  ['image', { cluster: 'staging' }, 'image needs --namespace'],
  ['flood', place, 'Nothing is called flood'],
])('refuses %s with %j', (what, options, message) => {
  expect(() => readPlant(what, options)).toThrow(message);
});

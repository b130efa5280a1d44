import { renderedGroups } from './renderedGroups';

const of = (unit: string, resource: string, diff: string) => ({
  unit,
  resource,
  diff,
});

describe('renderedGroups', () => {
  it('tells once what changes alike on several clusters', () => {
    expect(
      renderedGroups([
        of('eu-1', 'Deployment', 'a'),
        of('us-1', 'Deployment', 'a'),
        of('ap-1', 'Deployment', 'b'),
        of('eu-1', 'Service', 'a'),
      ]),
    ).toEqual([
      { resource: 'Deployment', diff: 'a', units: ['eu-1', 'us-1'] },
      { resource: 'Deployment', diff: 'b', units: ['ap-1'] },
      { resource: 'Service', diff: 'a', units: ['eu-1'] },
    ]);
  });
});

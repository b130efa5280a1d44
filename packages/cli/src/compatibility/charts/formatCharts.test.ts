import { ResourceObservation } from '@backstage-gitops/plugin-gitops-common';
import { formatCharts, isClean } from './formatCharts';
import { ChartSurvey } from './surveyChart';

const observed = (
  status: ResourceObservation['status'],
  fields: readonly string[] = [],
): ResourceObservation => ({
  group: '',
  kind: 'ConfigMap',
  name: 'shelves',
  status,
  differences: fields.map(field => ({ field, class: 'changed' })),
  health: { state: 'healthy' },
  targets: [],
});

const survey = (change: Partial<ChartSurvey> = {}): ChartSurvey => ({
  name: 'bookshop',
  version: '1.2.3',
  kinds: new Set(['ConfigMap']),
  objects: 2,
  undetermined: [],
  refused: ['Shelf/a: no such kind'],
  problems: [],
  readBack: {
    readOnly: [observed('synced'), observed('missing')],
    exact: [observed('synced'), observed('missing')],
  },
  ...change,
});

describe('formatCharts', () => {
  it('has a line for each chart', () => {
    expect(formatCharts([survey()])).toContain(
      '\n| bookshop | 1.2.3 | 2 | 1 | 0 | 1 | 1 | 0 | 1 | 0 |\n',
    );
  });
});

describe('isClean', () => {
  it('is what came back whole but for what was refused', () => {
    expect(isClean(survey())).toBe(true);
  });

  it.each([
    ['a difference', { readBack: { readOnly: [observed('drifted', ['a'])] } }],
    ['an object that is gone', { refused: [] }],
    ['a render that failed', { problems: ['no helm'] }],
  ])('is no chart with %s', (_, change) => {
    const { readBack } = survey();
    const merged = {
      ...readBack,
      ...('readBack' in change && change.readBack),
    };
    expect(isClean(survey({ ...change, readBack: merged }))).toBe(false);
  });
});

import type { EngineCondition } from '@backstage-gitops/plugin-gitops-common';
import { conditionTone } from './conditionTone';

describe('conditionTone', () => {
  it.each<[string, EngineCondition['status'], string]>([
    ['Ready', 'True', 'ok'],
    ['Ready', 'False', 'alert'],
    ['Ready', 'Unknown', 'unknown'],
    ['Stalled', 'True', 'alert'],
    ['Reconciling', 'True', 'neutral'],
    ['ComparisonError', 'True', 'alert'],
    ['OrphanedResourceWarning', 'True', 'waiting'],
  ])('%s is %s: %s', (type, status, tone) => {
    expect(conditionTone({ type, status })).toBe(tone);
  });
});

import type { SyncStep } from '@backstage-gitops/plugin-gitops-common';
import { confirmationOf, syncPlan, toConfirm } from './syncPlan';

const step = (parts: Partial<SyncStep>): SyncStep => ({
  group: '',
  kind: 'ConfigMap',
  name: 'flags',
  action: 'update',
  outcome: 'planned',
  ...parts,
});

describe('syncPlan', () => {
  it('tells what is done by what it does, and counts the rest', () => {
    const { steps, unchanged } = syncPlan([
      step({ action: 'none' }),
      step({ action: 'prune' }),
      step({ action: 'create', name: 'b' }),
      step({ action: 'create', name: 'a' }),
    ]);
    expect(steps.map(({ action, name }) => `${action} ${name}`)).toEqual([
      'create a',
      'create b',
      'prune flags',
    ]);
    expect(unchanged).toBe(1);
  });

  it('never counts what failed as unchanged', () => {
    const failed = step({ action: 'none', outcome: 'failed' });
    expect(syncPlan([failed])).toEqual({ steps: [failed], unchanged: 0 });
  });
});

describe('toConfirm', () => {
  it('asks for deletions that take more with them, and for no others', () => {
    const steps = [
      step({ kind: 'Namespace', name: 'sales', action: 'prune' }),
      step({ kind: 'CustomResourceDefinition', name: 'x', action: 'prune' }),
      step({ kind: 'ConfigMap', action: 'prune' }),
      step({ kind: 'Namespace', name: 'other', action: 'create' }),
    ];
    expect(toConfirm(steps).map(confirmationOf)).toEqual([
      'CustomResourceDefinition/x',
      'Namespace/sales',
    ]);
  });
});

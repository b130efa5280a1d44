import { EngineCondition } from '@backstage-gitops/plugin-gitops-common';
import { readinessOf } from './readiness';

const condition = (
  type: string,
  status: EngineCondition['status'],
  reason?: string,
  message?: string,
) => ({
  type,
  status,
  ...(reason !== undefined && { reason }),
  ...(message !== undefined && { message }),
});

const state = (...conditions: ReturnType<typeof condition>[]) =>
  readinessOf({ conditions }).state;

describe('readinessOf', () => {
  it('tells the ways of not being ready apart', () => {
    const notReady = (reason: string) =>
      state(condition('Ready', 'False', reason));
    expect(notReady('DependencyNotReady')).toBe('waiting');
    expect(notReady('ArtifactFailed')).toBe('unfetched');
    expect(notReady('SourceNotReady')).toBe('unfetched');
    expect(notReady('BuildFailed')).toBe('failed');
    expect(notReady('Progressing')).toBe('progressing');
    expect(state(condition('Ready', 'Unknown', 'Progressing'))).toBe(
      'progressing',
    );
    expect(state(condition('Reconciling', 'True'))).toBe('progressing');
    expect(state()).toBe('unknown');
  });

  it('takes a failure that is tried again for a failure', () => {
    expect(
      state(
        condition('Reconciling', 'True', 'ProgressingWithRetry'),
        condition('Ready', 'False', 'ReconciliationFailed'),
      ),
    ).toBe('failed');
  });

  it('believes a stall before everything else', () => {
    expect(
      readinessOf({
        conditions: [
          condition('Ready', 'True'),
          condition('Stalled', 'True', 'InvalidPath', 'path not found'),
        ],
      }),
    ).toEqual({
      state: 'failed',
      isStalled: true,
      reason: 'InvalidPath',
      message: 'path not found',
    });
  });

  it('does not take the word on an older generation for this one', () => {
    const ready = { ...condition('Ready', 'True'), observedGeneration: 3 };
    const read = (generation: number, observedGeneration?: number) =>
      readinessOf({ generation, observedGeneration, conditions: [ready] });
    expect(read(4).state).toBe('progressing');
    expect(read(4, 3).state).toBe('progressing');
    expect(read(3, 3).state).toBe('ready');
  });

  it('tells no credentials, and no folder of the controller', () => {
    const message =
      "kustomize build failed: accumulating resources from 'x.yaml': open /tmp/kustomization-3141592/apps/x.yaml: no such file; clone https://dana:hunter2@git.example.com/a/b";
    const told = readinessOf({
      conditions: [condition('Ready', 'False', 'BuildFailed', message)],
    }).message;
    expect(told).toContain('open apps/x.yaml: no such file');
    expect(told).toContain('https://git.example.com/a/b');
    expect(told).not.toContain('hunter2');
    const long = readinessOf({
      conditions: [condition('Ready', 'False', 'BuildFailed', 'x'.repeat(9e4))],
    }).message;
    expect(long).toHaveLength(1000);
  });
});

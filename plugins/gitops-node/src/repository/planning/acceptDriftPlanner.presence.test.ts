import {
  acceptDrift,
  deployment,
  memory,
  overlays,
  patched,
} from '../testing/driftAcceptance';
import { lines } from '../testing/lines';
import { changedLinesByFile } from '../testing/PlannedRepository';
import { plannedRepositories } from '../testing/plannedRepositories';

const next = plannedRepositories();

describe('a field that live has not', () => {
  const trace = 'spec.template.spec.containers[name=web].env[name=TRACE]';

  it('goes from its manifest, with what is said about it', async () => {
    const plan = await acceptDrift(next, {
      files: { 'web/production/deployment.yaml': deployment },
      differences: [
        {
          field: trace,
          class: 'missing',
          declared: { name: 'TRACE', value: 'on' },
        },
        { field: memory, class: 'missing', declared: '512Mi' },
      ],
    });
    expect(plan.diagnostics).toEqual([]);
    expect(changedLinesByFile(plan)).toEqual({
      'web/production/deployment.yaml': [
        '-            # asked for by support',
        '-            - name: TRACE',
        '-              value: "on"',
        '-            limits:',
        '-              memory: 512Mi',
        '+            limits: {}',
      ],
    });
  });

  it('is taken out by the overlay where the base is kept', async () => {
    const plan = await acceptDrift(next, {
      files: overlays('resources: [../base]\n'),
      differences: [
        {
          field: trace,
          class: 'missing',
          declared: { value: 'on', name: 'TRACE' },
        },
      ],
      file: 'web/production/kustomization.yaml',
    });
    expect(plan.refused).toBeUndefined();
    expect(
      changedLinesByFile(plan)['web/production/kustomization.yaml'].slice(-2),
    ).toEqual([
      '+                  - name: TRACE',
      '+                    $patch: delete',
    ]);
  });

  it('goes with the operation that adds it', async () => {
    const plan = await acceptDrift(next, {
      files: overlays(
        lines(
          'resources: [../base]',
          'patches:',
          '  - target: { kind: Deployment }',
          '    patch: |-',
          '      - op: add',
          '        path: /spec/paused',
          '        value: true',
          '      - op: add',
          '        path: /spec/minReadySeconds',
          '        value: 10',
        ),
      ),
      differences: [
        { field: 'spec.minReadySeconds', class: 'missing', declared: 10 },
      ],
    });
    expect(plan.diagnostics).toEqual([]);
    expect(changedLinesByFile(plan)).toEqual({
      'web/production/kustomization.yaml': [
        '-      - op: add',
        '-        path: /spec/minReadySeconds',
        '-        value: 10',
      ],
    });
  });
});

describe('a field that Git does not declare', () => {
  it('comes to the object that is the unit’s own', async () => {
    const plan = await acceptDrift(next, {
      files: { 'web/production/deployment.yaml': deployment },
      differences: [
        {
          field: 'metadata.annotations["quillmoor.example/team"]',
          class: 'unmanaged',
          live: 'shop',
        },
        {
          field: 'spec.template.spec.containers[name=web].env[name=REGION]',
          class: 'pendingRemoval',
          live: { name: 'REGION', value: 'eu' },
        },
      ],
    });
    expect(plan.diagnostics).toEqual([]);
    expect(changedLinesByFile(plan)).toEqual({
      'web/production/deployment.yaml': [
        '+  annotations:',
        '+    quillmoor.example/team: shop',
        '+            - name: REGION',
        '+              value: eu',
      ],
    });
  });

  it('comes to the patch that the overlay has', async () => {
    const plan = await acceptDrift(next, {
      files: patched,
      differences: [{ field: 'spec.paused', class: 'unmanaged', live: true }],
    });
    expect(plan.diagnostics).toEqual([]);
    expect(changedLinesByFile(plan)).toEqual({
      'web/production/web.yaml': ['+  paused: true'],
    });
  });

  it('asks where, if the object is shared', async () => {
    const plan = await acceptDrift(next, {
      files: overlays('resources: [../base]\n'),
      differences: [{ field: 'spec.paused', class: 'unmanaged', live: true }],
    });
    expect(plan).toMatchObject({
      diagnostics: [{ code: 'proposal-place-ambiguous' }],
      places: [
        { file: 'web/base/deployment.yaml' },
        { file: 'web/production/kustomization.yaml', affects: [] },
      ],
    });
  });
});

import type {
  ChangeEntry,
  ProposalPlan,
  ProposalRequest,
  ProposedMove,
  RenderedChange,
  TargetRef,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { createTwoFilesPatch } from 'diff';
import { aPlan } from '../../src/__testUtils__/proposals';
import { hoursAgo, sha } from './clock';

type Find = (id: string) => TargetState;

export const HEAD = '6aa2976855200d4d6339e6f086c3113286d752ef';

/** What planning finds; the service decides what is special about it. */
export function planOf(
  request: ProposalRequest,
  find: Find,
  history: readonly ChangeEntry[],
): ProposalPlan {
  switch (request.kind) {
    case 'promotion':
      return promotion(request, find);
    case 'rollback':
      return rollback(request, find, history);
    case 'acceptDrift':
      return accepted(request, find);
    default:
      throw new Error(`Nothing is told of ${request.kind}`);
  }
}

function overlay(target: TargetState, version: string): string {
  const { service, environment } = target;
  return [
    'apiVersion: kustomize.config.k8s.io/v1beta1',
    'kind: Kustomization',
    `namespace: ${service}`,
    'resources:',
    '  - ../../base',
    `  - ${environment}-budget.yaml`,
    '# What runs here; the portal and the image bot write this line.',
    'images:',
    `  - name: registry.larkspur.example/${service}`,
    `    newTag: ${version}`,
    'patches:',
    '  - path: resources.yaml',
    '',
  ].join('\n');
}

function deployment(target: TargetState, version: string): string {
  const { service } = target;
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    `  name: ${service}`,
    `  namespace: ${target.namespace}`,
    'spec:',
    '  template:',
    '    metadata:',
    '      labels:',
    `        app.kubernetes.io/version: ${version}`,
    '    spec:',
    '      containers:',
    `        - image: registry.larkspur.example/${service}:${version}`,
    `          name: ${service}`,
    '          ports:',
    '            - containerPort: 8080',
    '',
  ].join('\n');
}

function patch(path: string, before: string, after: string): string {
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after).replace(
    /^=+\n/,
    '',
  );
}

function mainOf(target: TargetState) {
  return target.artifacts.find(({ name }) => !name.endsWith('envoy'));
}

function movesTo(targets: readonly TargetState[], to: string): ProposedMove[] {
  return targets.flatMap(target => {
    const main = mainOf(target);
    return main && main.version !== to
      ? [
          {
            target: target.id,
            kind: main.kind,
            name: main.name,
            from: main.version,
            to,
          },
        ]
      : [];
  });
}

/** The files and objects that a move of the main image changes. */
function changesOf(
  moves: readonly ProposedMove[],
  find: Find,
): Pick<ProposalPlan, 'files' | 'rendered'> {
  const files = new Map<string, ProposalPlan['files'][number]>();
  const rendered: RenderedChange[] = [];
  for (const { target: id, from, to } of moves) {
    const target = find(id);
    const path = `${target.path}/kustomization.yaml`;
    const diff = patch(path, overlay(target, from), overlay(target, to));
    files.set(path, { branch: 'main', path, diff });
    rendered.push({
      unit: target.unit,
      resource: `apps/Deployment/${target.namespace}/${target.service}`,
      diff: patch(
        `Deployment/${target.service}`,
        deployment(target, from),
        deployment(target, to),
      ),
    });
  }
  return { files: [...files.values()], rendered };
}

function promotion(
  request: Extract<ProposalRequest, { kind: 'promotion' }>,
  find: Find,
): ProposalPlan {
  const source = find(request.from);
  const targets = request.to.map(find);
  const [{ service, environment, behind }] = targets;
  const main = mainOf(source);
  const wanted =
    !request.artifacts || (main && request.artifacts.includes(main.name));
  const moves = wanted ? movesTo(targets, main?.version ?? '') : [];
  const memory = `${service}/memory`;
  const chosen = (request.values ?? []).includes(memory);
  const path = `apps/${service}/overlays/${environment}/resources.yaml`;
  const { files, rendered } = changesOf(moves, find);
  const line = (size: string) =>
    `spec:\n  limits:\n    # Sized for the Friday peak.\n    memory: ${size}\n`;
  return judged(
    aPlan({
      kind: 'promotion',
      title: `Promote ${service} to ${main?.version} in ${environment}`,
      moves,
      files: chosen
        ? [
            ...files,
            {
              branch: 'main',
              path,
              diff: patch(path, line('512Mi'), line('768Mi')),
            },
          ]
        : files,
      rendered,
      brings: behind.state === 'behind' ? behind.changes : [],
      values: [
        {
          id: memory,
          target: targets[0].id,
          file: path,
          line: 4,
          field: `spec.template.spec.containers[name=${service}].resources.limits.memory`,
          from: '512Mi',
          to: '768Mi',
          chosen,
        },
      ],
      refused:
        moves.length === 0 && !chosen
          ? `${environment} declares all of this already.`
          : undefined,
    }),
    service,
    request.allowOthers ?? false,
  );
}

function rollback(
  request: Extract<ProposalRequest, { kind: 'rollback' }>,
  find: Find,
  history: readonly ChangeEntry[],
): ProposalPlan {
  const targets = request.targets.map(find);
  const [{ service, environment }] = targets;
  const change = history.find(({ landedBy }) => landedBy === request.to);
  const revert = request.mode === 'revert';
  const [artifact] = change?.artifacts ?? [];
  const to = (revert ? artifact?.from : artifact?.to) ?? request.to;
  const moves = movesTo(targets, to);
  const { files, rendered } = changesOf(moves, find);
  const notes = `apps/${service}/overlays/${environment}/flags.yaml`;
  return judged(
    aPlan({
      kind: 'rollback',
      title: revert
        ? `Revert “${change?.subject}”`
        : `Roll ${service} back to ${to} in ${environment}`,
      moves,
      files: revert
        ? [
            ...files,
            {
              branch: 'main',
              path: notes,
              diff: patch(
                notes,
                'data:\n  journey_view: "on"\n',
                'data:\n  journey_view: "off"\n',
              ),
            },
          ]
        : files,
      rendered,
      refused:
        moves.length === 0
          ? `${environment} declares ${to} already.`
          : undefined,
    }),
    service,
    request.allowOthers ?? false,
  );
}

function accepted(
  request: Extract<ProposalRequest, { kind: 'acceptDrift' }>,
  find: Find,
): ProposalPlan {
  const target = find(request.target);
  const { service, environment } = target;
  const base = `apps/${service}/base/deployment.yaml`;
  const own = `apps/${service}/overlays/${environment}/patch.yaml`;
  const ambiguous = request.fields.includes('spec.replicas');
  const file = request.file ?? (ambiguous ? undefined : own);
  const fields = request.fields.map(field => field.split('.').pop());
  const text = (value: string) =>
    `spec:\n${fields.map(field => `  ${field}: ${value}\n`).join('')}`;
  const everywhere: TargetRef[] = [
    { ...target, environment: 'development', cluster: 'dev-1' },
    { ...target, environment: 'staging', cluster: 'stg-1' },
    target,
  ];
  return aPlan({
    kind: 'acceptDrift',
    title: `Declare what is live of ${service} in ${environment}`,
    moves: [],
    files: file
      ? [
          {
            branch: 'main',
            path: file,
            diff: patch(file, text('3'), text('5')),
          },
        ]
      : [],
    rendered: file
      ? [
          {
            unit: target.unit,
            resource: `apps/Deployment/${target.namespace}/${service}`,
            diff: patch(service, text('3'), text('5')),
          },
        ]
      : [],
    places: ambiguous
      ? [
          { file: base, line: 9, affects: everywhere },
          { file: own, affects: [target] },
        ]
      : [],
    alsoAffects: file === base ? everywhere.slice(0, 2) : [],
    refused: file
      ? undefined
      : 'Two files could hold this. Choose which, so that nobody is moved by surprise.',
    reviewers: ['@larkspur/sales-leads', '@larkspur/platform'],
  });
}

/** Rules, reviewers and surprises, as each service has its own. */
function judged(
  plan: ProposalPlan,
  service: string,
  allowOthers: boolean,
): ProposalPlan {
  const freezes = {
    policy: 'freeze',
    level: 'warn' as const,
    message: `production freezes at ${hoursAgo(-2)}`,
  };
  switch (service) {
    case 'refunds':
      return {
        ...plan,
        policies: [
          {
            policy: 'freeze',
            level: 'deny',
            message: `production is frozen until ${hoursAgo(
              -62,
            )}: the timetable changes`,
          },
          ...plan.rendered.map(({ resource }) => ({
            policy: 'require-limits',
            level: 'warn' as const,
            resource,
            message: 'the container has no CPU request',
          })),
        ],
        refused: plan.refused ?? 'The policy “freeze” denies it.',
      };
    case 'ticket-sales':
      return { ...plan, policies: [freezes], open: { id: 'p1218' } };
    case 'seat-map':
      return huge(plan, allowOthers);
    default:
      return { ...plan, policies: [freezes] };
  }
}

function refusedFor(
  others: number,
): Pick<ProposalPlan, 'refused' | 'diagnostics'> {
  const message = `${others} other targets take their versions from the same place, and would move as well.`;
  return {
    refused: message,
    diagnostics: [{ level: 'error', code: 'proposal-moves-others', message }],
  };
}

/** As much as a plan of a shared base may hold. */
function huge(plan: ProposalPlan, allowOthers: boolean): ProposalPlan {
  const lines = (offset: number) =>
    Array.from(
      { length: 2_500 },
      (_, index) => `seat-${index}: ${(index * 7919 + offset) % 1_000}\n`,
    ).join('');
  const path = 'apps/seat-map/base/seats.yaml';
  const alsoAffects = Array.from(
    { length: 200 },
    (_, index): TargetRef => ({
      id: `other-${index}`,
      service: `seat-map-${index % 25}`,
      environment: 'production',
      cluster: `edge-${Math.floor(index / 25)}`,
      namespace: 'seats',
      path: 'apps/seat-map/base',
    }),
  );
  return {
    ...plan,
    files: [
      ...plan.files,
      { branch: 'main', path, diff: patch(path, lines(1), lines(2)) },
    ],
    rendered: Array.from({ length: 500 }, (_, index) => ({
      unit: `seat-map on edge-${index % 40}`,
      resource: `_/ConfigMap/seats/seat-map-${index}`,
      diff: patch('x', `revision: ${sha(1)}\n`, `revision: ${sha(2)}\n`),
    })),
    alsoAffects,
    ...(allowOthers ? {} : refusedFor(alsoAffects.length)),
  };
}

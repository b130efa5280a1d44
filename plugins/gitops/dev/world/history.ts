import type { ChangeEntry } from '@backstage-gitops/plugin-gitops-common';
import { anEntry } from '../../src/__testUtils__/builders';
import { hoursAgo, sequence, sha } from './clock';

const people = ['Noor Haddad', 'Ines Duarte', 'Tomasz Wilk', 'Ama Owusu'];
const subjects = [
  'Retry on 5xx from the fares service',
  'Round refunds to the currency’s minor unit',
  'Bump base image to Debian 12.8',
  'Cache seat availability for 30 s',
  'Read the payment provider’s key from the vault',
  'Drop the legacy booking endpoint',
  'Show platform changes in the journey view',
  'Tune the connection pool after the Friday peak',
];

interface Stage {
  readonly environment: string;
  readonly clusters: readonly string[];
  readonly lagHours: number;
  readonly skips: number;
}

const stages: Stage[] = [
  { environment: 'development', clusters: ['dev-1'], lagHours: 0, skips: 0 },
  { environment: 'staging', clusters: ['stg-1'], lagHours: 5, skips: 0.15 },
  {
    environment: 'production',
    clusters: ['eu-1', 'us-1'],
    lagHours: 40,
    skips: 0.45,
  },
];

/** About 18 months of releases of one service through three environments. */
export function releases(service: string, latest: number): ChangeEntry[] {
  const next = sequence(service.length * 31 + latest);
  const entries: ChangeEntry[] = [];
  for (const stage of stages) {
    let at = stage.environment === 'production' ? 144 : 1 + stage.lagHours / 5;
    let version = stage.environment === 'production' ? latest - 3 : latest;
    while (version > 2 && at < 13_000) {
      const skipped = next() < stage.skips ? 2 : 1;
      const rollback = next() < 0.035;
      entries.push(
        release(service, stage, at, version, version - skipped, rollback, next),
      );
      version -= rollback ? 0 : skipped;
      at += 20 + next() * 260;
    }
  }
  return entries.sort((a, b) => b.effectiveAt.localeCompare(a.effectiveAt));
}

function release(
  service: string,
  stage: Stage,
  at: number,
  version: number,
  before: number,
  rollback: boolean,
  next: () => number,
): ChangeEntry {
  const person = people[Math.floor(next() * people.length)];
  const bot = stage.environment === 'development';
  const number = 1200 - Math.floor(at / 11);
  const text = subjects[version % subjects.length];
  const subjectOf = {
    development: `Update ${service} to v${version}: ${text}`,
    staging: `Promote ${service} to v${version} (#${number})`,
    production: rollback
      ? `Revert "Promote ${service} to v${version}" (#${number})`
      : `Promote ${service} to v${version} (#${number})`,
  };
  const commit = sha(at * 13 + version + stage.lagHours);
  return anEntry({
    targets: stage.clusters.map(
      cluster => `platform:${service}:${stage.environment}:${cluster}`,
    ),
    commit,
    landedBy: commit,
    environment: stage.environment,
    clusters: [...stage.clusters],
    effectiveAt: hoursAgo(at),
    authoredAt: hoursAgo(at + 1),
    author: bot ? 'larkspur-image-bot' : person,
    subject:
      subjectOf[stage.environment as keyof typeof subjectOf] ??
      `Update ${service}`,
    pullRequest: bot
      ? undefined
      : {
          number,
          url: `https://git.larkspur.example/larkspur/platform/pulls/${number}`,
        },
    approvers:
      stage.environment === 'production'
        ? [people[(Math.floor(at) + 1) % people.length]]
        : undefined,
    artifacts: [
      {
        kind: 'image',
        name: `registry.larkspur.example/${service}`,
        from: `v${rollback ? version : before}`,
        to: `v${rollback ? before : version}`,
        file: `apps/${service}/overlays/${stage.environment}/kustomization.yaml`,
        line: 12,
      },
    ],
    rollback,
    commitUrl: `https://git.larkspur.example/larkspur/platform/commit/${commit}`,
  });
}

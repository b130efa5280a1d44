import { Change } from '@backstage-gitops/plugin-gitops-common';
import {
  DiscoveredTarget,
  planPromotion,
  planVersions,
} from '@backstage-gitops/plugin-gitops-node';
import { Arguments, Command, Result, Surroundings } from '../Command';
import { OpenRepository, withRepository } from '../repository/openRepository';
import { UsageError } from '../UsageError';
import {
  declaredTargets,
  proposalOptions,
  proposalResult,
  requireDryRun,
} from './proposalResult';

/** As far back as a version is looked for. */
const maximumChanges = 10_000;

/** `gitops rollback`: what it takes to declare what was declared before. */
export const rollback: Command = {
  name: 'rollback',
  summary: 'the edit that brings back what an environment declared before',
  options: {
    service: { value: 'S', required: true, summary: 'the service' },
    environment: { value: 'E', required: true, summary: 'the environment' },
    to: {
      value: 'COMMIT|VERSION',
      required: true,
      summary: 'the state after this commit, or when this version ran last',
    },
    ...proposalOptions,
  },
  run,
};

async function run(
  args: Arguments,
  surroundings: Surroundings,
): Promise<Result> {
  requireDryRun(args);
  return withRepository(args, surroundings, async open => {
    const { signal } = surroundings;
    const work = { ref: open.ref, signal };
    const discovery = await open.repository.discover(work);
    const targets = declaredTargets(
      discovery,
      {
        service: args.require('service'),
        environment: args.require('environment'),
        cluster: args.get('cluster'),
      },
      open,
    );
    const rollbacks = [];
    for (const target of targets) {
      const past = await stateAt(args.require('to'), target, open, signal);
      rollbacks.push(planPromotion(past, [target]));
    }
    const plan = planVersions(
      await open.repository.input(work),
      discovery,
      rollbacks.flatMap(({ moves }) => moves),
      { allowOthers: args.has('allow-others') },
    );
    return proposalResult(
      { plan, open, args, surroundings },
      rollbacks.flatMap(({ diagnostics }) => diagnostics),
    );
  });
}

/** What the target declared once the change that `to` means had landed. */
async function stateAt(
  to: string,
  target: DiscoveredTarget,
  { repository, ref }: OpenRepository,
  signal: AbortSignal,
): Promise<DiscoveredTarget> {
  const { changes } = await repository.history([target.id], {
    kind: 'versions',
    limit: maximumChanges,
    ref,
    signal,
  });
  const change = changes.find(candidate => isMeant(candidate, to));
  if (change === undefined) throw new UsageError(unknown(to, changes));
  const past = await repository.discover({ ref: change.landedBy, signal });
  const found =
    past.targets.find(({ id }) => id === target.id) ??
    past.targets.find(
      ({ service, environment, cluster }) =>
        service === target.service &&
        environment === target.environment &&
        cluster === target.cluster,
    );
  if (found !== undefined) return found;
  throw new UsageError(
    `${change.landedBy.slice(0, 12)} does not declare '${target.service}'`,
  );
}

function isMeant({ commit, landedBy, artifacts }: Change, to: string): boolean {
  const isCommit = /^[0-9a-f]{7,64}$/.test(to);
  return (
    artifacts.some(artifact => artifact.to === to) ||
    (isCommit && (commit.startsWith(to) || landedBy.startsWith(to)))
  );
}

function unknown(to: string, changes: readonly Change[]): string {
  const versions = changes.flatMap(({ artifacts }) =>
    artifacts.flatMap(artifact => artifact.to ?? []),
  );
  const known = [...new Set(versions)].slice(0, 5).join(', ');
  return known === ''
    ? `nothing is known to have changed, so there is no '${to}' to go back to`
    : `no change went to '${to}'; the newest went to ${known}`;
}

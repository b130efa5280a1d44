import {
  DiscoveredTarget,
  planPromotion,
  planVersions,
} from '@backstage-gitops/plugin-gitops-node';
import { Arguments, Command, Result, Surroundings } from '../Command';
import { withRepository } from '../repository/openRepository';
import {
  declaredTargets,
  proposalOptions,
  proposalResult,
  requireDryRun,
} from './proposalResult';

/** `gitops promote`: what it takes to bring an environment's versions to another. */
export const promote: Command = {
  name: 'promote',
  summary: "the edit that brings one environment's versions to another",
  options: {
    service: { value: 'S', required: true, summary: 'the service' },
    from: { value: 'E1', required: true, summary: 'the environment to take' },
    to: { value: 'E2', required: true, summary: 'the environment to move' },
    artifact: { value: 'NAME', summary: 'move only this artifact' },
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
    const service = args.require('service');
    const select = (option: string, cluster?: string) =>
      declaredTargets(
        discovery,
        { service, environment: args.require(option), cluster },
        open,
      );
    const destinations = select('to', args.get('cluster'));
    const sources = select('from');
    const artifact = args.get('artifact');
    const promotions = destinations.map(target =>
      planPromotion(
        sourceFor(target, sources),
        [target],
        artifact === undefined ? undefined : [artifact],
      ),
    );
    const plan = planVersions(
      await open.repository.input(work),
      discovery,
      promotions.flatMap(({ moves }) => moves),
      { allowOthers: args.has('allow-others') },
    );
    return proposalResult(
      { plan, open, args, surroundings },
      promotions.flatMap(({ diagnostics }) => diagnostics),
    );
  });
}

/** The source on the same cluster, else of the same declaration, else the first. */
function sourceFor(
  { cluster, namespace }: DiscoveredTarget,
  sources: readonly DiscoveredTarget[],
): DiscoveredTarget {
  return (
    sources.find(source => cluster && source.cluster === cluster) ??
    sources.find(source => source.namespace === namespace) ??
    sources[0]
  );
}

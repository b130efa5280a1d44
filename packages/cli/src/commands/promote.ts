import {
  DiscoveredTarget,
  planPromotion,
  planVersions,
} from '@backstage-gitops/plugin-gitops-node';
import { Arguments, Command, Result, Surroundings } from '../Command';
import { withRepository } from '../repository/openRepository';
import { UsageError } from '../UsageError';
import { proposalResult, requireDryRun } from './proposalResult';
import { selectTargets } from './selectTargets';

/** `gitops promote`: what it takes to bring an environment's versions to another. */
export const promote: Command = {
  name: 'promote',
  summary: "the edit that brings one environment's versions to another",
  options: {
    service: { value: 'S', required: true, summary: 'the service' },
    from: { value: 'E1', required: true, summary: 'the environment to take' },
    to: { value: 'E2', required: true, summary: 'the environment to move' },
    cluster: { value: 'C', summary: 'move only this cluster' },
    artifact: { value: 'NAME', summary: 'move only this artifact' },
    'allow-others': {
      summary: 'also where other environments take the version from there',
    },
    policies: { value: 'DIR', summary: 'judge the result by these policies' },
    'dry-run': { summary: 'print the edit; nothing else is done here' },
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
    const select = (option: string, cluster?: string) => {
      const environment = args.require(option);
      const service = args.require('service');
      const found = selectTargets(
        discovery,
        { service, environment, cluster },
        open.environments,
      );
      if (found.length > 0) return found;
      throw new UsageError(`'${service}' is not declared in ${environment}`);
    };
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

import { DiscoveredTarget } from '@backstage-gitops/plugin-gitops-node';
import { Arguments, Command, Result, Surroundings } from '../Command';
import { formatVersion } from '../output/formatVersion';
import { withRepository } from '../repository/openRepository';
import { UsageError } from '../UsageError';
import {
  commonRequest,
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
    'from-cluster': {
      value: 'C',
      summary: 'take this cluster of E1, where they differ',
    },
    artifact: {
      value: 'NAME',
      several: true,
      summary: 'move only these artifacts',
    },
    value: {
      value: 'ID',
      several: true,
      summary: 'bring these values as well, of those that are listed',
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
    const discovery = await open.repository.discover({ ref: open.ref, signal });
    const service = args.require('service');
    const select = (option: string, cluster?: string) =>
      declaredTargets(
        discovery,
        { service, environment: args.require(option), cluster },
        open,
      );
    const destinations = select('to', args.get('cluster'));
    const sources = select('from', args.get('from-cluster'));
    const artifacts = args.all('artifact');
    const values = args.all('value');
    return proposalResult({
      request: {
        kind: 'promotion',
        ...commonRequest(args),
        from: sourceOf(destinations, sources).id,
        to: destinations.map(({ id }) => id),
        ...(artifacts.length > 0 && { artifacts: [...artifacts] }),
        ...(values.length > 0 && { values: [...values] }),
      },
      revisions: discovery.revisions,
      open,
      args,
      surroundings,
    });
  });
}

/** The one that all destinations take from; clusters may not disagree. */
function sourceOf(
  destinations: readonly DiscoveredTarget[],
  sources: readonly DiscoveredTarget[],
): DiscoveredTarget {
  const chosen = destinations.map(target => sourceFor(target, sources));
  const [first, ...others] = chosen;
  const other = others.find(candidate => pins(candidate) !== pins(first));
  if (other === undefined) return first;
  throw new UsageError(
    `${first.environment} declares ${pins(first)} on ${
      first.cluster ?? first.path
    } and ${pins(other)} on ${
      other.cluster ?? other.path
    }; choose with --cluster or --from-cluster`,
  );
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

function pins({ artifacts }: DiscoveredTarget): string {
  return artifacts
    .map(artifact => `${artifact.name} ${formatVersion(artifact)}`)
    .join(', ');
}

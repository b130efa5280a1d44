import { Forges, HostedForge } from '@backstage-gitops/plugin-gitops-node';
import { hostOf } from '../links/ForgeLinks';

/** The forges of `integrations`, and those of modules for other hosts. */
export function withHosted(
  own: Forges,
  hosted: readonly HostedForge[],
): Forges {
  const byHost = new Map(hosted.map(({ host, forge }) => [host, forge]));
  return {
    of: url => own.of(url) ?? byHost.get(hostOf(url) ?? ''),
    ofHost: host => own.ofHost(host) ?? byHost.get(host),
    hosts: () => [
      ...own.hosts(),
      ...hosted.map(({ host, forge: { kind } }) => ({ host, kind })),
    ],
  };
}

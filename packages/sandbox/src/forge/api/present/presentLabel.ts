import { HostedRepository } from '../../HostedRepository';
import { Label } from '../../RepositoryRecord';
import { nodeId, numericId, Site } from '../../Site';
import { repositoryUrl } from './presentRepository';

/** `label`. */
export function presentLabel(
  site: Site,
  repository: HostedRepository,
  { name, color, description }: Label,
) {
  const key = `${repository.owner}/${repository.name}/${name}`;
  return {
    id: numericId('label', key),
    node_id: nodeId('Label', key),
    url: `${repositoryUrl(site, repository)}/labels/${encodeURIComponent(
      name,
    )}`,
    name,
    color,
    description: description ?? null,
    default: false,
  };
}

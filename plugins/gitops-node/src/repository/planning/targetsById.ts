import { NotFoundError } from '@backstage/errors';
import { DiscoveredTarget, Discovery } from '../../discovery/model';

/** The targets of a request, each once. An unknown one is a NotFoundError. */
export function targetsById(
  { targets }: Pick<Discovery, 'targets'>,
  ids: readonly string[],
  repository: string,
): readonly DiscoveredTarget[] {
  const known = new Map(targets.map(target => [target.id, target]));
  return [...new Set(ids)].map(id => {
    const found = known.get(id);
    if (found !== undefined) return found;
    throw new NotFoundError(`${repository} declares no target ${id}`);
  });
}

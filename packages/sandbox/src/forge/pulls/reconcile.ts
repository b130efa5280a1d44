import { HostedRepository } from '../HostedRepository';
import { followRef, settleMerged } from './moveBranch';
import { PullRequest } from './PullRequest';

/**
 * Brings the record up to what Git says: refs may have moved while the forge
 * didn't look, or it was ended between moving one and writing that down.
 */
export async function reconcile(repository: HostedRepository): Promise<void> {
  if (!repository.served.writable) return;
  const { pullRequests } = await repository.read();
  const open = pullRequests.filter(({ state }) => state === 'open');
  for (const request of open) {
    const found = await look(repository, request);
    if (found.type === 'same') continue;
    await repository.change(async work => {
      if (found.type === 'moved') {
        await followRef(work, {
          ref: `refs/heads/${request.headRef}`,
          ...{ from: request.headSha, to: found.to, actor: request.author },
        });
      } else {
        settleMerged(work, request, {
          commit: found.commit,
          by: request.author,
          base: found.base,
        });
      }
    });
  }
}

type Finding =
  | { readonly type: 'same' }
  | { readonly type: 'moved'; readonly to: string | undefined }
  | {
      readonly type: 'merged';
      readonly commit: string;
      readonly base: string | undefined;
    };

async function look(
  { refs, objects }: HostedRepository,
  request: PullRequest,
): Promise<Finding> {
  const { headRef, headSha, baseRef } = request;
  const base = await refs.branch(baseRef);
  if (base !== undefined && (await refs.isAncestor(headSha, base))) {
    const commit = (await refs.landing(headSha, base)) ?? base;
    const { parents } = await objects.commit(commit);
    return { type: 'merged', commit, base: parents[0] };
  }
  const to = await refs.branch(headRef);
  return to === headSha ? { type: 'same' } : { type: 'moved', to };
}

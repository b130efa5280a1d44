import { useApi } from '@backstage/core-plugin-api';
import type {
  GitopsApi,
  Proposal,
  RepositoryStatus,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { ReactNode, useCallback, useMemo, useState } from 'react';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useLiveRefresh } from '../live/useLiveRefresh';
import { ProposalDialog } from '../propose/ProposalDialog';
import { Query, useGitopsQuery } from '../requests/useGitopsQuery';
import { byUrgency } from './proposalFacts';
import {
  KnownProposals,
  ProposalIntent,
  Proposals,
  ProposalsContext,
} from './ProposalsContext';
import { useFollowAddress } from './useFollowAddress';

/** As many as one request may bring. */
const PAGE = 200;
/** More open pull requests than this no page can mark one by one. */
const PAGES_AT_MOST = 5;

export interface ProposalsProviderProps {
  /** Of one entity; of everything the person may see where absent. */
  readonly entityRef?: string;
  readonly targets?: readonly TargetState[];
  readonly repositories?: readonly RepositoryStatus[];
  /** What was opened moves what the page shows. */
  readonly onOpened?: () => void;
  readonly children: ReactNode;
}

const noRepositories: readonly RepositoryStatus[] = [];

/** Asks once for a page's open proposals, and holds the dialog that makes one. */
export function ProposalsProvider(props: ProposalsProviderProps) {
  const { entityRef, targets, repositories = noRepositories, children } = props;
  const { onOpened } = props;
  const api = useApi(gitopsApiRef);
  const address = useFollowAddress();
  const [intent, setIntent] = useState<ProposalIntent>();
  const [opened, setOpened] = useState<Proposal>();
  const query = useGitopsQuery(entityRef ?? '', signal =>
    openProposals(api, entityRef, signal),
  );
  const ids = useMemo(() => targets?.map(({ id }) => id), [targets]);
  useLiveRefresh(ids, query.refresh);
  const known = useKnown(query);
  const byTarget = useMemo(() => proposalsByTarget(known), [known]);
  const { follow } = address;
  const value = useMemo<Proposals>(
    () => ({
      known,
      on: target => byTarget.get(target) ?? [],
      propose: setIntent,
      follow,
      targets,
      repositories,
    }),
    [known, byTarget, follow, targets, repositories],
  );
  const close = useCallback(() => {
    setIntent(undefined);
    follow(undefined);
  }, [follow]);
  const { refresh } = query;
  const onProposed = useCallback(
    (proposal: Proposal) => {
      setOpened(proposal);
      setIntent(undefined);
      follow(proposal.id);
      refresh();
      onOpened?.();
    },
    [follow, refresh, onOpened],
  );
  return (
    <ProposalsContext.Provider value={value}>
      {children}
      {(intent || address.id) && (
        <ProposalDialog
          intent={intent}
          followed={address.id}
          heard={heardOf(address.id, opened, known)}
          onOpened={onProposed}
          onClose={close}
        />
      )}
    </ProposalsContext.Provider>
  );
}

function heardOf(
  id: string | undefined,
  opened: Proposal | undefined,
  known: KnownProposals,
): Proposal | undefined {
  if (opened && opened.id === id) return opened;
  return known.state === 'ready'
    ? known.items.find(one => one.id === id)
    : undefined;
}

async function openProposals(
  api: GitopsApi,
  entity: string | undefined,
  signal: AbortSignal,
): Promise<readonly Proposal[]> {
  const items: Proposal[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_AT_MOST; page++) {
    const answer = await api.proposals(
      { entity, state: 'open', limit: PAGE, cursor },
      { signal },
    );
    items.push(...answer.items);
    cursor = answer.nextCursor;
    if (!cursor) break;
  }
  return items;
}

/** What was known stays while it is asked for again. */
function useKnown(query: Query<readonly Proposal[]>): KnownProposals {
  const items = query.state === 'ready' ? query.data : undefined;
  const error = query.state === 'failed' ? query.error : undefined;
  return useMemo(() => {
    if (items) return { state: 'ready', items };
    return error ? { state: 'failed', error } : { state: 'loading' };
  }, [items, error]);
}

function proposalsByTarget(known: KnownProposals): Map<string, Proposal[]> {
  const byTarget = new Map<string, Proposal[]>();
  if (known.state !== 'ready') return byTarget;
  for (const proposal of [...known.items].sort(byUrgency)) {
    for (const target of new Set(proposal.targets)) {
      byTarget.set(target, [...(byTarget.get(target) ?? []), proposal]);
    }
  }
  return byTarget;
}

import { useApi } from '@backstage/core-plugin-api';
import type {
  ResourceSelector,
  SyncResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { Query, toError, useGitopsQuery } from '../requests/useGitopsQuery';

/** How the sync itself goes, once a person has asked for it. */
export type SyncRun =
  | { readonly state: 'idle' }
  | { readonly state: 'running' }
  | { readonly state: 'failed'; readonly error: Error }
  | { readonly state: 'done'; readonly answer: SyncResponse };

export interface Sync {
  /** What would change, asked for with every choice anew. */
  readonly plan: Query<SyncResponse>;
  readonly run: SyncRun;
  /** Of all of the unit where no resources are named. */
  readonly start: (resources?: readonly ResourceSelector[]) => void;
}

export interface SyncChoice {
  readonly target: string;
  readonly prune: boolean;
  readonly confirm: readonly string[];
}

/** A plan first, then the sync; leaving the dialog does not stop a sync. */
export function useSync(choice: SyncChoice, onSynced: () => void): Sync {
  const { target, prune } = choice;
  const api = useApi(gitopsApiRef);
  const [run, setRun] = useState<SyncRun>({ state: 'idle' });
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  const confirm = prune ? [...choice.confirm] : [];
  const plan = useGitopsQuery(
    JSON.stringify([target, prune, confirm]),
    signal =>
      api.syncTarget(target, { dryRun: true, prune, confirm }, { signal }),
    target,
  );
  const { reload } = plan;
  const latest = useRef({ confirm, onSynced });
  latest.current = { confirm, onSynced };

  const start = useCallback(
    (resources?: readonly ResourceSelector[]) => {
      setRun({ state: 'running' });
      api
        .syncTarget(target, {
          prune,
          confirm: latest.current.confirm,
          ...(resources && { resources: [...resources] }),
        })
        .then(
          (answer): SyncRun => ({ state: 'done', answer }),
          (error): SyncRun => ({ state: 'failed', error: toError(error) }),
        )
        .then(ended => {
          latest.current.onSynced();
          if (!mounted.current) return;
          setRun(ended);
          if (ended.state === 'failed') reload();
        });
    },
    [api, target, prune, reload],
  );

  return { plan, run, start };
}

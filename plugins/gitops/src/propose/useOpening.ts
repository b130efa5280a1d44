import { useApi } from '@backstage/core-plugin-api';
import type {
  OpenProposal,
  Proposal,
} from '@backstage-gitops/plugin-gitops-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { toError } from '../requests/useGitopsQuery';

/** How opening goes, once a person has asked for it. */
export type OpeningState =
  | { readonly state: 'idle' }
  | { readonly state: 'running' }
  | { readonly state: 'failed'; readonly error: Error };

export interface Opening {
  readonly opening: OpeningState;
  readonly open: (prepare: () => Promise<OpenProposal>) => void;
  /** Forgets a failure. */
  readonly reset: () => void;
}

/** Opens a proposal once at a time; leaving the dialog does not stop it. */
export function useOpening(onOpened: (proposal: Proposal) => void): Opening {
  const api = useApi(gitopsApiRef);
  const [opening, setOpening] = useState<OpeningState>({ state: 'idle' });
  const mounted = useRef(true);
  const latest = useRef(onOpened);
  latest.current = onOpened;
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  const open = useCallback(
    (prepare: () => Promise<OpenProposal>) => {
      setOpening({ state: 'running' });
      prepare()
        .then(request => api.openProposal(request))
        .then(
          proposal => {
            if (mounted.current) latest.current(proposal);
          },
          error => {
            if (!mounted.current) return;
            setOpening({ state: 'failed', error: toError(error) });
          },
        );
    },
    [api],
  );
  const reset = useCallback(() => setOpening({ state: 'idle' }), []);
  return { opening, open, reset };
}

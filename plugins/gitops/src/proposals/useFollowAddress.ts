import { useCallback } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';

const PROPOSAL = 'proposal';

export interface FollowAddress {
  /** Of the proposal that is followed. */
  readonly id?: string;
  readonly follow: (id: string | undefined) => void;
}

/** Which proposal is followed is in the page's address, so that it can be passed on. */
export function useFollowAddress(): FollowAddress {
  const [parameters, setParameters] = useSearchParams();
  const { state } = useLocation();
  const follow = useCallback(
    (id: string | undefined) =>
      setParameters(
        current => {
          const next = new URLSearchParams(current);
          if (id === undefined) next.delete(PROPOSAL);
          else next.set(PROPOSAL, id);
          return next;
        },
        { state, replace: true },
      ),
    [setParameters, state],
  );
  return { id: parameters.get(PROPOSAL) || undefined, follow };
}

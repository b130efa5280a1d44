import type { ResourceSelector } from '@backstage-gitops/plugin-gitops-common';
import { useCallback, useMemo } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';
import {
  OpenTarget,
  readTargetAddress,
  TargetView,
  writeTargetAddress,
} from './targetAddress';

export interface TargetAddress {
  readonly open?: OpenTarget;
  readonly show: (id: string, view?: TargetView) => void;
  /** Moves to another view of the same target without a step to go back. */
  readonly turnTo: (view: TargetView) => void;
  readonly compare: (resource: ResourceSelector | undefined) => void;
  readonly close: () => void;
}

/** What is open is in the page's address, so that it can be passed on. */
export function useTargetAddress(): TargetAddress {
  const [parameters, setParameters] = useSearchParams();
  const { state } = useLocation();
  const write = useCallback(
    (open: OpenTarget | undefined, replace: boolean) =>
      setParameters(current => writeTargetAddress(current, open), {
        state,
        replace,
      }),
    [setParameters, state],
  );
  return useMemo(() => {
    const open = readTargetAddress(parameters);
    return {
      open,
      show: (id, view = 'overview') => write({ id, view }, false),
      turnTo: view => open && write({ id: open.id, view }, true),
      compare: resource =>
        open && write({ ...open, resource }, resource === undefined),
      close: () => write(undefined, true),
    };
  }, [parameters, write]);
}

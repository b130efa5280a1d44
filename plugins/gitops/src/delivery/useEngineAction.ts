import { useApi } from '@backstage/core-plugin-api';
import type {
  EngineActionRequest,
  EngineActionResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { toError } from '../requests/useGitopsQuery';

/** How it goes with what a person asked an engine for. */
export type ActionRun =
  | { readonly state: 'idle' }
  | { readonly state: 'running'; readonly request: EngineActionRequest }
  | {
      readonly state: 'failed';
      readonly request: EngineActionRequest;
      readonly error: Error;
    }
  | {
      readonly state: 'done';
      readonly request: EngineActionRequest;
      readonly answer: EngineActionResponse;
    };

export interface EngineActionRun {
  readonly run: ActionRun;
  readonly ask: (request: EngineActionRequest) => void;
  readonly forget: () => void;
}

/** Asks the engine of a target; what comes of it is for it to be seen. */
export function useEngineAction(
  target: string,
  onAsked: () => void,
): EngineActionRun {
  const api = useApi(gitopsApiRef);
  const [run, setRun] = useState<ActionRun>({ state: 'idle' });
  const latest = useRef(onAsked);
  latest.current = onAsked;
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  const ask = useCallback(
    (request: EngineActionRequest) => {
      setRun({ state: 'running', request });
      api
        .askEngine(target, request)
        .then(
          (answer): ActionRun => ({ state: 'done', request, answer }),
          (error): ActionRun => ({
            state: 'failed',
            request,
            error: toError(error),
          }),
        )
        .then(ended => {
          if (!mounted.current) return;
          setRun(ended);
          latest.current();
        });
    },
    [api, target],
  );
  const forget = useCallback(() => setRun({ state: 'idle' }), []);
  return { run, ask, forget };
}

import { useCallback, useMemo } from 'react';
import { useLocation, useSearchParams } from 'react-router-dom';
import type { RepositoriesView } from '../repositories/RepositoriesDrawer';
import { FleetView, readFleetView, writeFleetView } from './fleetView';

const REPOSITORIES = 'repositories';

export interface FleetAddress {
  readonly view: FleetView;
  /** The cursors of the pages before this one, as far as they are known. */
  readonly trail: readonly string[];
  readonly repositories?: RepositoriesView;
  readonly change: (change: Partial<FleetView>) => void;
  readonly turn: (cursor: string | undefined, trail: readonly string[]) => void;
  readonly openRepositories: (view: RepositoriesView | undefined) => void;
}

/** Everything the fleet page shows is in its address, so it can be passed on. */
export function useFleetView(): FleetAddress {
  const [parameters, setParameters] = useSearchParams();
  const { state } = useLocation();

  const change = useCallback(
    (view: Partial<FleetView>) =>
      setParameters(current => writeFleetView(current, view), {
        replace: true,
      }),
    [setParameters],
  );
  const turn = useCallback(
    (cursor: string | undefined, trail: readonly string[]) =>
      setParameters(current => writeFleetView(current, { cursor }), {
        state: { trail },
      }),
    [setParameters],
  );
  const open = useCallback(
    (key: string, value: string | undefined) =>
      setParameters(
        current => {
          const next = new URLSearchParams(current);
          if (value === undefined) next.delete(key);
          else next.set(key, value);
          return next;
        },
        { state, replace: value === undefined },
      ),
    [setParameters, state],
  );

  return useMemo(() => {
    const repositories = parameters.get(REPOSITORIES);
    return {
      view: readFleetView(parameters),
      trail: trailOf(state),
      repositories: repositoriesView(repositories),
      change,
      turn,
      openRepositories: view =>
        open(
          REPOSITORIES,
          view && (view.of === 'one' ? `one:${view.id}` : view.of),
        ),
    };
  }, [parameters, state, change, turn, open]);
}

function repositoriesView(text: string | null): RepositoriesView | undefined {
  if (text === null) return undefined;
  if (text.startsWith('one:')) {
    return { of: 'one', id: text.slice('one:'.length) };
  }
  return { of: text === 'engines' ? 'engines' : 'all' };
}

/** What the browser kept with the address may be anyone's. */
function trailOf(state: unknown): readonly string[] {
  if (typeof state !== 'object' || state === null || !('trail' in state)) {
    return [];
  }
  const { trail } = state;
  return Array.isArray(trail)
    ? trail.filter((cursor): cursor is string => typeof cursor === 'string')
    : [];
}

import { useApiHolder } from '@backstage/core-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import {
  GITOPS_SIGNAL_CHANNEL,
  gitopsSignalSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { useEffect, useRef } from 'react';

/** How often a page asks where nothing tells it of news. */
export const POLL_MS = 10_000;
/** How often it asks where signals do arrive, in case one was lost. */
export const SAFETY_POLL_MS = 60_000;
/** News that come together are asked for once. */
export const GATHER_MS = 250;

/**
 * Keeps what is shown up to date while the page is visible: asks again when a
 * signal names one of the targets, and at an interval. An interval is short
 * until the first signal came, because a portal may have the signals plugin
 * without its backend. `targets` is undefined where any target matters.
 */
export function useLiveRefresh(
  targets: readonly string[] | undefined,
  refresh: () => void,
): void {
  const signals = useApiHolder().get(signalApiRef);
  const latest = useRef({ targets, refresh });
  latest.current = { targets, refresh };

  useEffect(() => {
    const timers: { gather?: Timer; poll?: Timer } = {};
    let period = POLL_MS;
    const ask = () => {
      if (document.visibilityState === 'hidden') return;
      clearTimeout(timers.poll);
      timers.poll = setTimeout(ask, period);
      latest.current.refresh();
    };
    const seen = () => {
      if (document.visibilityState === 'hidden') clearTimeout(timers.poll);
      else ask();
    };
    const heard = (message: unknown) => {
      const signal = gitopsSignalSchema.safeParse(message);
      if (!signal.success) return;
      period = SAFETY_POLL_MS;
      const wanted = latest.current.targets;
      if (wanted && !signal.data.targets.some(id => wanted.includes(id))) {
        return;
      }
      clearTimeout(timers.gather);
      timers.gather = setTimeout(ask, GATHER_MS);
    };

    timers.poll = setTimeout(ask, period);
    document.addEventListener('visibilitychange', seen);
    const subscription = signals?.subscribe(GITOPS_SIGNAL_CHANNEL, heard);
    return () => {
      subscription?.unsubscribe();
      document.removeEventListener('visibilitychange', seen);
      clearTimeout(timers.gather);
      clearTimeout(timers.poll);
    };
  }, [signals]);
}

type Timer = ReturnType<typeof setTimeout>;

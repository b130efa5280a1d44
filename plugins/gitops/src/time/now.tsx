import {
  createContext,
  ReactNode,
  useContext,
  useEffect,
  useState,
} from 'react';

const TICK_MS = 60_000;

const NowContext = createContext<Date | undefined>(undefined);

export interface NowProviderProps {
  /** Stops the clock at this time. */
  readonly now?: Date;
  readonly children: ReactNode;
}

/** One clock for a screen, so that its relative times move together. */
export function NowProvider({ now: fixed, children }: NowProviderProps) {
  const outer = useContext(NowContext);
  const [now, setNow] = useState(() => new Date());
  const ticking = !fixed && !outer;

  useEffect(() => {
    if (!ticking) return undefined;
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, [ticking]);

  return (
    <NowContext.Provider value={fixed ?? outer ?? now}>
      {children}
    </NowContext.Provider>
  );
}

export function useNow(): Date {
  return useContext(NowContext) ?? new Date();
}

import { useEffect, useRef } from 'react';

/** Acts whenever the value becomes another one, and not at first. */
export function useOnChange(value: string, act: () => void): void {
  const last = useRef(value);
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (last.current === value) return;
    last.current = value;
    latest.current();
  }, [value]);
}

import { useRef } from 'react';
import { useFormChange } from './useFormChange';

/**
 * Gives up what was chosen once that which it was chosen for is another: the
 * environment of one service says nothing about the next. What a form starts
 * with is kept.
 */
export function useDependentValue(
  dependsOn: readonly (string | undefined)[],
  value: unknown,
  clear: () => void,
): void {
  const now = {
    value: JSON.stringify(value),
    key: JSON.stringify(dependsOn),
    bound: dependsOn.some(part => part !== undefined),
  };
  const chosen = useRef(now);
  useFormChange(() => {
    const { value: before, key, bound } = chosen.current;
    if (before === now.value && key === now.key) return;
    const isStale = before === now.value && bound && value !== undefined;
    if (isStale) clear();
    else chosen.current = now;
  });
}

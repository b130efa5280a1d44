import { useState } from 'react';

let last = 0;

/** An id of an element that no other has; React 17 has none of its own. */
export function useId(prefix: string): string {
  const [id] = useState(() => {
    last += 1;
    return `${prefix}-${last}`;
  });
  return id;
}

import { useLayoutEffect } from 'react';

/**
 * Changes the form by what is known now, and not by what a person did.
 *
 * A form takes one change at a time, and of several at once forgets all but the
 * last. So it is done before the person can do anything else, and again with
 * every rendering: `change` has to do nothing once the form is as it should be.
 */
export function useFormChange(change: () => void): void {
  useLayoutEffect(change);
}

import { FluxApplier, nameOf } from '../api/FluxObject';
import { isApplier } from '../api/FluxObject';
import { FluxLookup } from './FluxState';

/** Longer chains tell a person no more. */
const maximumNames = 20;

/**
 * What an object waits for: what it depends on and isn't ready, then what that
 * waits for in turn, as `namespace/name`. Objects may wait for each other in a
 * circle; each is named once.
 */
export function waitsFor(
  object: FluxApplier,
  state: FluxLookup,
): readonly string[] {
  const names = new Set<string>();
  const queue: FluxApplier[] = [object];
  for (const waiting of queue) {
    if (waiting.readiness.state !== 'waiting') continue;
    for (const ref of waiting.dependsOn) {
      if (names.size >= maximumNames) return [...names];
      const found = state.get(ref);
      const isReady =
        found?.readiness.state === 'ready' && found.suspended === undefined;
      if (isReady || names.has(nameOf(ref))) continue;
      names.add(nameOf(ref));
      if (found !== undefined && isApplier(found)) queue.push(found);
    }
  }
  // What is ready by now may have been looked at before it was.
  return names.size > 0 || object.readiness.state !== 'waiting'
    ? [...names]
    : object.dependsOn.map(nameOf);
}

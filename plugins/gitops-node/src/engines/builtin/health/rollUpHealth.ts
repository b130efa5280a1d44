import { Health, HealthState } from '@backstage-gitops/plugin-gitops-common';

/** From best to worst. What isn't known may be well or not: it stands between. */
const order: readonly HealthState[] = [
  'healthy',
  'suspended',
  'unknown',
  'progressing',
  'missing',
  'degraded',
];

/**
 * The worst of several, with the message of the first that is so. Nothing at
 * all is unknown.
 *
 * @public
 */
export function rollUpHealth(
  parts: readonly { readonly name?: string; readonly health: Health }[],
): Health {
  const [first, ...others] = parts;
  if (first === undefined) {
    return { state: 'unknown', message: 'Nothing is declared' };
  }
  let worst = first;
  for (const part of others) {
    if (rank(part.health) > rank(worst.health)) worst = part;
  }
  const { state, message } = worst.health;
  if (state === 'healthy') return { state };
  const told = [worst.name, message].filter(text => text !== undefined);
  return told.length === 0 ? { state } : { state, message: told.join(': ') };
}

function rank(health: Health): number {
  return order.indexOf(health.state);
}

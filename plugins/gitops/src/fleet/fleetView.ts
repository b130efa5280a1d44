import {
  FleetQuery,
  fleetQuerySchema,
} from '@backstage-gitops/plugin-gitops-common';

/** The parts of the query that the address of the page carries. */
export type FleetView = Omit<FleetQuery, 'limit'>;

/** Rows on a page. */
export const FLEET_PAGE = 50;

export const FLEET_FILTERS = [
  'text',
  'service',
  'environment',
  'repository',
  'owner',
  'olderThanDays',
  'minBehind',
  'state',
  'engine',
  'instance',
  'stuck',
] as const;

export type FleetFilter = (typeof FLEET_FILTERS)[number];

const VIEW_KEYS = [...FLEET_FILTERS, 'sort', 'order', 'cursor'] as const;

/** Reads a view from an address; what the server would refuse is left out. */
export function readFleetView(parameters: URLSearchParams): FleetView {
  const given = Object.fromEntries(
    VIEW_KEYS.flatMap(key => {
      const value = parameters.get(key);
      if (value === null || value === '') return [];
      const valid = fleetQuerySchema.shape[key].safeParse(value).success;
      return valid ? [[key, value] as const] : [];
    }),
  );
  const { limit, ...view } = fleetQuerySchema.parse(given);
  return view;
}

/**
 * Writes a change of the view into an address, beside the parameters that
 * others own. Whatever changes what is listed starts again at the first page.
 */
export function writeFleetView(
  parameters: URLSearchParams,
  change: Partial<FleetView>,
): URLSearchParams {
  const next = new URLSearchParams(parameters);
  if (!('cursor' in change)) next.delete('cursor');
  for (const key of VIEW_KEYS) {
    if (!(key in change)) continue;
    const value = change[key];
    if (value === undefined || value === '' || value === 0) next.delete(key);
    else next.set(key, String(value));
  }
  return next;
}

export function activeFilters(view: FleetView): FleetFilter[] {
  return FLEET_FILTERS.filter(key => view[key] !== undefined);
}

export function noFilters(): Partial<FleetView> {
  return Object.fromEntries(FLEET_FILTERS.map(key => [key, undefined]));
}

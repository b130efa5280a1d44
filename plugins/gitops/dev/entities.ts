import type { Entity } from '@backstage/catalog-model';

const stories: Record<string, string> = {
  'ticket-sales': 'Sells tickets. Production is behind, and drifted in Europe.',
  timetable: 'Knows when trains run. In step and fine everywhere.',
  departures: 'Rolls out, fails, runs an older version, is out of sight.',
  'lost-luggage': 'Not observed, left over, missing, not comparable.',
  'key-keeper': 'Its secret drifted; other engines and modes; 400 resources.',
  'fare-rules': 'Field values may not be seen.',
  'route-planner': 'Flux: well, not fetched, waiting, could not be applied.',
  'luggage-track':
    'Flux: suspended, a failed upgrade, claimed twice, no access.',
  'gate-control': 'Argo CD: well, rolling out, degraded, away.',
  'ferry-link': 'Argo CD: a failed sync, one that waits for a person.',
  'night-train': 'Flux on eight clusters, some of them stuck.',
  'dining-car': 'Flux, and all is well.',
  'seat-map': 'Four workloads on eight clusters.',
  'signal-box': 'Declares what nobody expects.',
  refunds: 'Its repository cannot be reached any more.',
  notify: 'One of its repositories was never read.',
  'lost-property': 'Nothing declares it.',
  'staff-only': 'May not be seen.',
  derailed: 'The backend fails.',
  'slow-train': 'Never arrives.',
};

export const entities: Entity[] = [
  ...Object.entries(stories).map(([name, description]) => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', description },
    spec: { type: 'service', lifecycle: 'production', owner: 'group:sales' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/sales' }],
  })),
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'sales', namespace: 'default' },
    spec: { type: 'team', children: [] },
  },
];

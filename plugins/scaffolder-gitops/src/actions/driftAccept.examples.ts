import { stepExample } from './stepExample';

export const examples = [
  stepExample('Keep all that was changed by hand on one cluster', {
    id: 'accept',
    name: 'Accept the drift',
    action: 'gitops:drift:accept',
    input: {
      entityRef: 'component:default/cart',
      environment: 'production',
      cluster: 'production-eu-1',
    },
  }),
  stepExample('Keep one field of one object', {
    id: 'accept',
    name: 'Accept the replicas',
    action: 'gitops:drift:accept',
    input: {
      entityRef: 'component:default/cart',
      environment: 'production',
      cluster: 'production-eu-1',
      resource: { group: 'apps', kind: 'Deployment', name: 'cart' },
      fields: ['spec.replicas'],
    },
  }),
];

import { stepExample } from './stepExample';

export const examples = [
  stepExample('List what a component declares in production', {
    id: 'declared',
    name: 'Read what production declares',
    action: 'gitops:targets:list',
    input: { entityRef: 'component:default/cart', environment: 'production' },
  }),
];

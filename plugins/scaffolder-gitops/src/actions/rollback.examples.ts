import { stepExample } from './stepExample';

export const examples = [
  stepExample('Bring back a version in production', {
    id: 'rollback',
    name: 'Roll back',
    action: 'gitops:rollback',
    input: {
      entityRef: 'component:default/cart',
      environment: 'production',
      to: 'v41',
      reason: 'Checkout fails since v42',
    },
  }),
  stepExample('Undo the whole change that a commit landed', {
    id: 'revert',
    name: 'Revert',
    action: 'gitops:rollback',
    input: {
      entityRef: 'component:default/cart',
      environment: 'production',
      to: '${{ parameters.commit }}',
      mode: 'revert',
    },
  }),
];

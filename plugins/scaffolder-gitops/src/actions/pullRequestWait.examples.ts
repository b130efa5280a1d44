import { stepExample } from './stepExample';

export const examples = [
  stepExample(
    'Promote, and wait for the merge',
    {
      id: 'promote',
      name: 'Promote',
      action: 'gitops:promote',
      input: {
        entityRef: 'component:default/cart',
        from: 'staging',
        to: 'production',
      },
    },
    {
      id: 'wait',
      name: 'Wait for the merge',
      action: 'gitops:pull-request:wait',
      input: { proposalId: '${{ steps.promote.output.proposalId }}' },
    },
  ),
  stepExample('Wait until it runs, for at most 20 minutes', {
    id: 'wait',
    name: 'Wait until it runs',
    action: 'gitops:pull-request:wait',
    input: {
      proposalId: '${{ steps.promote.output.proposalId }}',
      until: 'running',
      timeout: { minutes: 20 },
    },
  }),
];

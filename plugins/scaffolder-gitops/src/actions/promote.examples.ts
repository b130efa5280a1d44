import { stepExample } from './stepExample';

export const examples = [
  stepExample('Promote a component from staging to production', {
    id: 'promote',
    name: 'Promote',
    action: 'gitops:promote',
    input: {
      entityRef: 'component:default/cart',
      from: 'staging',
      to: 'production',
    },
  }),
  stepExample(
    'Promote one image to one cluster, as a draft in the person’s own name',
    {
      id: 'promote',
      name: 'Promote',
      action: 'gitops:promote',
      input: {
        repository: 'platform-config',
        service: 'cart',
        from: 'staging',
        to: 'production',
        toCluster: 'production-eu-1',
        artifacts: ['registry.example/shop/cart'],
        draft: true,
        token: '${{ secrets.USER_OAUTH_TOKEN }}',
      },
    },
  ),
];

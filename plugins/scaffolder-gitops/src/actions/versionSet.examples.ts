import { stepExample } from './stepExample';

export const examples = [
  stepExample('Deploy a version that was just built to development', {
    id: 'deploy',
    name: 'Deploy',
    action: 'gitops:version:set',
    input: {
      entityRef: 'component:default/cart',
      environment: 'development',
      version: '${{ parameters.version }}',
      autoMerge: true,
    },
  }),
  stepExample(
    'Set the version of one of several artifacts, pinned to its digest',
    {
      id: 'pin',
      name: 'Pin the proxy',
      action: 'gitops:version:set',
      input: {
        repository: 'platform-config',
        service: 'cart',
        environment: 'staging',
        artifact: 'registry.example/shop/cart-proxy',
        version: 'v7',
        digest:
          'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      },
    },
  ),
];

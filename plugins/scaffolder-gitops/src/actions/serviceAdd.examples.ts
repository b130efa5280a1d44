import { stepExample } from './stepExample';

export const examples = [
  stepExample('Declare a new service in every environment', {
    id: 'onboard',
    name: 'Declare the service',
    action: 'gitops:service:add',
    input: {
      repository: 'platform-config',
      service: 'cart',
      image: { name: 'registry.example/shop/cart', version: 'v1' },
      entityRef: 'component:default/cart',
    },
  }),
  stepExample('Declare one that looks like another, in development alone', {
    id: 'worker',
    name: 'Declare the worker',
    action: 'gitops:service:add',
    input: {
      repository: 'platform-config',
      service: 'cart-worker',
      like: 'cart',
      environments: ['development'],
      image: { name: 'registry.example/shop/cart-worker', version: 'v1' },
      port: 8080,
      replicas: 1,
    },
  }),
];

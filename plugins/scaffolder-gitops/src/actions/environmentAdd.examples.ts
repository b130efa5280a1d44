import { stepExample } from './stepExample';

export const examples = [
  stepExample('Add an environment that starts as staging is', {
    id: 'environment',
    name: 'Declare the environment',
    action: 'gitops:environment:add',
    input: {
      repository: 'platform-config',
      environment: 'preview',
      like: 'staging',
      cluster: 'preview-eu-1',
    },
  }),
];

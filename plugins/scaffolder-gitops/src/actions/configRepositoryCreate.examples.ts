import { stepExample } from './stepExample';

export const examples = [
  stepExample('Make a config repository with three environments for Argo CD', {
    id: 'create',
    name: 'Make the repository',
    action: 'gitops:config-repo:create',
    input: {
      repoUrl: 'github.com?owner=acme&repo=platform-config',
      layout: 'kustomize',
      engine: 'argocd',
      environments: [
        { name: 'development' },
        { name: 'staging' },
        {
          name: 'production',
          clusters: ['production-eu-1', 'production-us-1'],
          protected: true,
        },
      ],
      codeOwners: ['@acme/platform'],
    },
  }),
];

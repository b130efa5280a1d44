import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import yaml from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'List what a component declares in production',
    example: yaml.stringify({
      steps: [
        {
          id: 'declared',
          name: 'Read what production declares',
          action: 'gitops:targets:list',
          input: {
            entityRef: 'component:default/cart',
            environment: 'production',
          },
        },
      ],
    }),
  },
];

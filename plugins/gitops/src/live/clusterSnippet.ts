export const clusterSnippet = `gitops:
  clusters:
    - name: production-eu-1
      environments: [production]
      kubernetesPlugin: true
`;

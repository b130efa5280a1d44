export const engineSnippet = `gitops:
  engines:
    argocd:
      instances:
        - name: production
          url: https://argocd.example.com
          token: \${ARGOCD_TOKEN}
`;

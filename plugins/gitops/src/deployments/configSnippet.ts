/** The shortest configuration that works. */
export const configSnippet = `gitops:
  repositories:
    - id: platform
      url: https://github.com/acme/platform-config
`;

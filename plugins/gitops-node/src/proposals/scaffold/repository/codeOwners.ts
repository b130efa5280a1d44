/** CODEOWNERS at the root, where GitHub, GitLab and Gitea all look for it. */
export function codeOwnersFile(owners: readonly string[]): string {
  return `# Who reviews what. The last line that matches a path decides, so narrower
# paths come below, such as: /services/payments/ @acme/payments
* ${owners.join(' ')}
`;
}

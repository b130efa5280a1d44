/** The id of the task that follows a repository's proposals. */
export function proposalTaskId(repositoryId: string): string {
  return `gitops:proposals:${repositoryId}`;
}

/** The id of the task that reads a repository; one for all replicas. */
export function repositoryTaskId(repositoryId: string): string {
  return `gitops:repository:${repositoryId}`;
}

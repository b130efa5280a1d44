import type { GitopsApi } from '@backstage-gitops/plugin-gitops-common';

/** A backend that answers what it is given, and refuses everything else. */
export function stubGitopsApi(answers: Partial<GitopsApi>): GitopsApi {
  const refuse = (what: string) => async () => {
    throw new Error(`Nothing was prepared for ${what}`);
  };
  return {
    repositories: refuse('repositories'),
    repositoryDiagnostics: refuse('repositoryDiagnostics'),
    entityTargets: refuse('entityTargets'),
    entityHistory: async () => ({ items: [] }),
    fleet: refuse('fleet'),
    target: refuse('target'),
    targetHistory: async () => ({ items: [] }),
    targetResources: refuse('targetResources'),
    targetDrift: refuse('targetDrift'),
    targetManifest: refuse('targetManifest'),
    syncTarget: refuse('syncTarget'),
    clusters: async () => ({ items: [] }),
    engines: async () => ({ items: [] }),
    targetDelivery: refuse('targetDelivery'),
    askEngine: refuse('askEngine'),
    previewProposal: refuse('previewProposal'),
    openProposal: refuse('openProposal'),
    proposals: async () => ({ items: [] }),
    proposal: refuse('proposal'),
    createRepository: refuse('createRepository'),
    ...answers,
  };
}

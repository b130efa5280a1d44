import { CheckedProposalRequest } from '@backstage-gitops/plugin-gitops-common';

/** The targets that a request names, and the repository of one that names none. */
export interface RequestedTargets {
  /** Those that are to move. */
  readonly moved: readonly string[];
  /** Those that are only looked at. */
  readonly read: readonly string[];
  /** Those whose manifests, or live objects, it takes values from. */
  readonly values?: readonly string[];
  readonly repository?: string;
}

export function requestedTargets(
  request: CheckedProposalRequest,
): RequestedTargets {
  switch (request.kind) {
    case 'promotion':
      return {
        moved: request.to,
        read: [request.from],
        ...(request.values?.length && {
          values: [request.from, ...request.to],
        }),
      };
    case 'acceptDrift':
      return {
        moved: [request.target],
        read: [],
        values: [request.target],
      };
    case 'addService':
    case 'addEnvironment':
      return { moved: [], read: [], repository: request.repository };
    default:
      return { moved: request.targets, read: [] };
  }
}

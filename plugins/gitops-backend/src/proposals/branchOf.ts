import { CheckedProposalRequest } from '@backstage-gitops/plugin-gitops-common';
import { requestedTargets } from '../permissions/requestedTargets';
import { branchName } from './branchName';

interface NamedTarget {
  readonly id: string;
  readonly service: string;
  readonly environment: string;
}

/** The branch of a request: what makes two of them the same proposal. */
export function branchOf(
  request: CheckedProposalRequest,
  place: { readonly prefix: string; readonly repository: string },
  targets: ReadonlyMap<string, NamedTarget>,
): string {
  const named = requestedTargets(request).moved.map(
    id => targets.get(id) ?? { id, service: '', environment: '' },
  );
  return branchName({
    ...place,
    kind: request.kind,
    targets: named.length > 0 ? named : toBe(request),
    more: detailsOf(request),
  });
}

/** Of what is added there is no target yet. */
function toBe(request: CheckedProposalRequest): NamedTarget[] {
  switch (request.kind) {
    case 'addService':
      return [
        { id: request.service, service: request.service, environment: '' },
      ];
    case 'addEnvironment': {
      const { environment } = request;
      return [{ id: environment, service: '', environment }];
    }
    default:
      return [];
  }
}

/**
 * Of one target several may be open: of other artifacts, workloads, or fields.
 * An update of one must not undo the other.
 */
function detailsOf(request: CheckedProposalRequest): string[] {
  switch (request.kind) {
    case 'promotion':
      return [...(request.artifacts ?? [])].sort();
    case 'setVersion':
      return [request.artifact];
    case 'scale':
      return request.resource ? [JSON.stringify(request.resource)] : [];
    case 'acceptDrift':
      return [JSON.stringify(request.resource), ...[...request.fields].sort()];
    case 'rollback':
      return request.mode === 'revert'
        ? [request.to]
        : [...(request.artifacts ?? [])].sort();
    default:
      return [];
  }
}

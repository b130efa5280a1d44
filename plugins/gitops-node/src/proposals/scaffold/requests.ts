import { CheckedProposalRequest } from '@backstage-gitops/plugin-gitops-common';

type RequestOf<K extends CheckedProposalRequest['kind']> = Extract<
  CheckedProposalRequest,
  { readonly kind: K }
>;

export type AddServiceRequest = RequestOf<'addService'>;
export type AddEnvironmentRequest = RequestOf<'addEnvironment'>;
export type RetireServiceRequest = RequestOf<'retireService'>;

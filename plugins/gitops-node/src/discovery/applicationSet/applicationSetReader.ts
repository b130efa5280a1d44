import { Manifest } from '../../manifests/Manifest';
import { DeclarationReader } from '../declaration';
import { expandApplicationSet } from './expandApplicationSet';

/** Reads Argo CD `ApplicationSet` objects. */
export const applicationSetReader: DeclarationReader = {
  name: 'argocd-applicationset',
  phase: 'expand',
  reads: ({ group, kind }: Manifest) =>
    group === 'argoproj.io' && kind === 'ApplicationSet',
  fromObject: expandApplicationSet,
};

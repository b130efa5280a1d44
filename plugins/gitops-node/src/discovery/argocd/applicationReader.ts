import { Manifest } from '../../manifests/Manifest';
import { DeclarationReader } from '../declaration';
import { applicationDeclaration } from './applicationDeclaration';

/** Reads Argo CD `Application` objects. */
export const applicationReader: DeclarationReader = {
  name: 'argocd-application',
  phase: 'expand',
  reads: ({ group, kind }: Manifest) =>
    group === 'argoproj.io' && kind === 'Application',
  fromObject: ({ manifest, scope }, context) =>
    applicationDeclaration(manifest, scope, context),
};

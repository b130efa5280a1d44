import { DeclarationReader } from './declaration';
import { helmReleaseReader } from './flux/helmReleaseReader';
import { fluxKustomizationReader } from './flux/kustomizationReader';

/** Every dialect, in the order in which they are asked. */
export const declarationReaders: readonly DeclarationReader[] = [
  fluxKustomizationReader,
  helmReleaseReader,
];

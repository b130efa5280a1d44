import { DeclarationReader } from '../declaration';
import { isResourceSet, objectsOfResourceSet } from './resourceSet';

/** The Flux operator's `ResourceSet`: objects, each for each of its inputs. */
export const resourceSetReader: DeclarationReader = {
  name: 'Flux ResourceSet',
  phase: 'resolve',
  reads: isResourceSet,
  fromObject: ({ manifest }) => ({
    declarations: [],
    ...objectsOfResourceSet(manifest),
  }),
};

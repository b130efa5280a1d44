import { Unit } from '@backstage-gitops/plugin-gitops-common';
import { refKey } from '../../builtin/resourceRef';
import { FluxKustomization, FluxObject, FluxSource } from '../api/FluxObject';
import { normalPath } from '../api/readKustomization';

export interface MatchOptions {
  /** Whether a source is the repository, at the branch, that declares a unit. */
  readonly isSourceOf: (
    unit: Unit,
    source: { readonly url: string; readonly branch?: string },
  ) => boolean;
}

/** Kinds of units that Kustomizations apply. */
const appliedKinds: readonly Unit['kind'][] = ['Kustomization', 'Overlay'];

/** Finds Kustomizations by the path that they apply. */
export class PathIndex {
  readonly #byPath = new Map<string, FluxKustomization[]>();
  readonly #sources = new Map<string, FluxSource>();
  readonly #options: MatchOptions;

  constructor(objects: readonly FluxObject[], options: MatchOptions) {
    this.#options = options;
    for (const object of objects) {
      if (object.kind === 'Kustomization') {
        const known = this.#byPath.get(object.path);
        if (known === undefined) this.#byPath.set(object.path, [object]);
        else known.push(object);
      } else if (object.kind === 'GitRepository') {
        this.#sources.set(refKey(object.ref), object);
      }
    }
  }

  applying(unit: Unit): readonly FluxKustomization[] {
    if (!appliedKinds.includes(unit.kind)) return [];
    const found = this.#byPath.get(normalPath(unit.path)) ?? [];
    return found.filter(({ source }) => {
      const { url, branch } =
        (source && this.#sources.get(refKey(source))) ?? {};
      return (
        url !== undefined &&
        this.#options.isSourceOf(unit, {
          url,
          ...(branch !== undefined && { branch }),
        })
      );
    });
  }
}

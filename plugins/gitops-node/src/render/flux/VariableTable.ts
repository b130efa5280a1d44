import { RecipeVariables } from '../../manifests/UnitRecipe';
import { RenderFailure } from '../RenderFailure';

type Lookup =
  | { readonly type: 'known'; readonly value: string }
  | { readonly type: 'unknown'; readonly reason: string };

/** The variables of a unit: what Git tells of them, and what it doesn't. */
export class VariableTable {
  readonly #sources: readonly RecipeVariables[];

  /** Throws where Flux would refuse a variable's name. */
  constructor(sources: readonly RecipeVariables[]) {
    this.#sources = [...sources].reverse();
    for (const source of sources) {
      if (source.type !== 'known') continue;
      for (const name of source.values.keys()) {
        if (/^[_A-Za-z][_A-Za-z0-9]*$/.test(name)) continue;
        const problem = `'${name}' is no name of a variable`;
        throw new RenderFailure('render-failed', problem);
      }
    }
  }

  /** Without any, Flux substitutes nothing. */
  get isEmpty(): boolean {
    return this.#sources.every(
      source => source.type === 'known' && source.values.size === 0,
    );
  }

  /** One that is nowhere is empty. */
  find(name: string): Lookup {
    for (const source of this.#sources) {
      if (source.type === 'known') {
        const value = source.values.get(name);
        if (value !== undefined) {
          return { type: 'known', value: value.replaceAll('\n', '') };
        }
      } else if (source.names?.has(name) ?? true) {
        return { type: 'unknown', reason: source.reason };
      }
    }
    return { type: 'known', value: '' };
  }
}

import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../manifests/Resource';

/** An object of a recipe's render. */
export interface RenderedResource {
  readonly resource: Resource;
  /** The file it was made from, where one file can be told. */
  readonly file?: string;
  /** Why it can't be told what is declared; absent where it can. */
  readonly indeterminate?: string;
}

/** What a recipe, or one source of it, comes to. */
export interface RecipeRender {
  readonly resources: readonly RenderedResource[];
  /** Why there may be more, fewer or other objects than those listed. */
  readonly indeterminate: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

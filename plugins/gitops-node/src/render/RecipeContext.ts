import { FileTree } from '../git/FileTree';
import { RenderContext } from './buildKustomization';
import { RemoteCharts } from './chart/RemoteCharts';
import { ClusterCapabilities } from './chart/runHelm';
import { HelmProgram } from './findHelm';

/** What a recipe is rendered with. */
export interface RecipeContext extends RenderContext {
  /** The files of each branch that the recipe names. */
  readonly trees: ReadonlyMap<string, FileTree>;
  readonly helm?: HelmProgram;
  /** Absent where no chart may be fetched. */
  readonly charts?: RemoteCharts;
  readonly capabilities?: ClusterCapabilities;
}

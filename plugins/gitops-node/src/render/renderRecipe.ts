import {
  RecipeDirectory,
  RecipeSource,
  UnitRecipe,
} from '../manifests/UnitRecipe';
import { FileTree } from '../git/FileTree';
import { buildKustomization } from './buildKustomization';
import { renderChart } from './chart/renderChart';
import { finishRender } from './finishRender';
import { generatedResources } from './generatedResources';
import { kustomizationFiles, PrivateTree } from './PrivateTree';
import { readPlainDirectory } from './readPlainDirectory';
import { RecipeContext } from './RecipeContext';
import { RecipeRender } from './RecipeRender';
import { RenderFailure } from './RenderFailure';
import { defaultRenderLimits } from './renderLimits';

/**
 * What a unit declares, confined to the repository's own files. What can't be
 * rendered is told in `indeterminate`; only cancellation is thrown.
 */
export async function renderRecipe(
  recipe: UnitRecipe,
  context: RecipeContext,
): Promise<RecipeRender> {
  const renders: RecipeRender[] = [];
  for (const source of recipe.sources) {
    renders.push(await renderSource(source, recipe, context));
  }
  const render = {
    resources: renders.flatMap(({ resources }) => resources),
    indeterminate: renders.flatMap(({ indeterminate }) => indeterminate),
    diagnostics: renders.flatMap(({ diagnostics }) => diagnostics),
  };
  try {
    return finishRender(recipe, render);
  } catch (error) {
    return failed(error);
  }
}

async function renderSource(
  source: RecipeSource,
  recipe: UnitRecipe,
  context: RecipeContext,
): Promise<RecipeRender> {
  try {
    switch (source.type) {
      case 'directory':
        return await renderRecipeDirectory(source, context);
      case 'chart':
        return await renderChart(source, recipe.namespace, context);
      default:
        throw new RenderFailure(source.code, source.reason);
    }
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): RecipeRender {
  if (!(error instanceof RenderFailure)) throw error;
  return {
    resources: [],
    indeterminate: [error.message],
    diagnostics: [error.toDiagnostic()],
  };
}

async function renderRecipeDirectory(
  source: RecipeDirectory,
  context: RecipeContext,
): Promise<RecipeRender> {
  const { path, additions } = source;
  const files = treeOf(source, context);
  const tree = new PrivateTree(files, context.limits ?? defaultRenderLimits);
  if (kustomizationFiles(files, path).length > 0) {
    tree.addDirectory(path);
  } else if (source.engine === 'flux') {
    tree.addGenerated(path, generatedResources(files, path));
  } else {
    const { resources, diagnostics } = readPlainDirectory(files, path, source);
    return {
      resources: resources.map(resource => ({ resource })),
      indeterminate: diagnostics.map(({ message, file }) =>
        [file, message].filter(Boolean).join(': '),
      ),
      diagnostics,
    };
  }
  if (additions !== undefined) tree.amend(path, additions);
  const resources = await buildKustomization(tree.files, path, context);
  return {
    resources: resources.map(resource => ({ resource })),
    indeterminate: [],
    diagnostics: [],
  };
}

function treeOf(
  { branch, path }: RecipeDirectory,
  { trees }: RecipeContext,
): FileTree {
  const tree = trees.get(branch);
  if (tree?.hasDirectory(path)) return tree;
  throw new RenderFailure('render-absent', `there is no directory '${path}'`);
}

import { RecipeAdditions } from '../manifests/UnitRecipe';
import { amendKustomization } from './amendKustomization';
import { buildKustomization, RenderContext } from './buildKustomization';
import { RenderedResource } from './RecipeRender';
import { RenderFailure } from './RenderFailure';
import { resourceKey } from './resourceKey';

/** What kustomize makes of objects, one addition after the other. */
export async function postRender(
  rendered: readonly RenderedResource[],
  renderers: readonly RecipeAdditions[],
  context: RenderContext,
): Promise<readonly RenderedResource[]> {
  let current = rendered;
  for (const additions of renderers) {
    if (additions.components.length > 0 || hasPaths(additions)) {
      const problem = 'a post renderer reads files';
      throw new RenderFailure('render-unreadable', problem);
    }
    const kustomization = JSON.stringify({ resources: ['resources.yaml'] });
    const files = new Map([
      ['kustomization.yaml', amendKustomization(kustomization, additions)],
      [
        'resources.yaml',
        current.map(({ resource }) => JSON.stringify(resource)).join('\n---\n'),
      ],
    ]);
    const before = new Map(
      current.map(each => [resourceKey(each.resource), each]),
    );
    const made = await buildKustomization(files, '', context);
    current = made.map(resource => ({
      ...before.get(resourceKey(resource)),
      resource,
    }));
  }
  return current;
}

function hasPaths({ patches }: RecipeAdditions): boolean {
  return patches.some(
    patch => typeof patch === 'object' && patch !== null && 'path' in patch,
  );
}

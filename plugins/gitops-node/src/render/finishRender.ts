import { z } from 'zod';
import { Resource } from '../manifests/Resource';
import { UnitRecipe } from '../manifests/UnitRecipe';
import { readEncrypted } from './encryptedResource';
import { annotationOf, hasMark } from './flux/marks';
import { substituteVariables } from './flux/substituteVariables';
import { VariableTable } from './flux/VariableTable';
import { RecipeRender, RenderedResource } from './RecipeRender';
import { resourceKey } from './resourceKey';

/** What an engine does to built objects before it applies them. */
export function finishRender(
  recipe: UnitRecipe,
  render: RecipeRender,
): RecipeRender {
  const decrypted = render.resources.map(readEncrypted);
  const doubts = decrypted
    .filter(({ isNameUnknown }) => isNameUnknown)
    .map(() => 'an encrypted file is part of the name of an object');
  const substituted = substituteVariables(
    decrypted.map(({ rendered }) => rendered),
    new VariableTable(recipe.variables ?? []),
  );
  const resources = substituted.resources
    .filter(({ resource }) => isApplied(resource, recipe.engine))
    .map(each => withMetadata(each, recipe.metadata));
  const indeterminate = [...doubts, ...substituted.indeterminate];
  return {
    resources: lastOfEach(resources),
    indeterminate: [...render.indeterminate, ...indeterminate],
    diagnostics: [
      ...render.diagnostics,
      ...indeterminate.map(message => ({
        level: 'error' as const,
        code: 'render-uncertain',
        message,
      })),
    ],
  };
}

/** Hooks run and are gone, and some objects are told to be left alone. */
function isApplied(resource: Resource, engine: UnitRecipe['engine']): boolean {
  switch (engine) {
    case 'argocd':
      return (
        annotationOf(resource, 'argocd.argoproj.io/hook') === undefined &&
        annotationOf(resource, 'helm.sh/hook') === undefined
      );
    case 'flux':
      return !(
        hasMark(resource, 'reconcile', 'disabled') ||
        hasMark(resource, 'ssa', 'Ignore', 'IfNotPresent')
      );
    default:
      return true;
  }
}

const mapping = z.record(z.string(), z.unknown()).catch({});

function withMetadata(
  rendered: RenderedResource,
  added: UnitRecipe['metadata'],
): RenderedResource {
  if (added === undefined) return rendered;
  const { resource } = rendered;
  const metadata = mapping.parse(resource.metadata);
  const merged = { ...metadata };
  for (const key of ['labels', 'annotations'] as const) {
    if (Object.keys(added[key]).length === 0) continue;
    merged[key] = { ...mapping.parse(metadata[key]), ...added[key] };
  }
  return { ...rendered, resource: { ...resource, metadata: merged } };
}

/** Of several sources that declare an object, the last one wins. */
function lastOfEach(
  resources: readonly RenderedResource[],
): readonly RenderedResource[] {
  return [
    ...new Map(
      resources.map(each => [resourceKey(each.resource), each]),
    ).values(),
  ];
}

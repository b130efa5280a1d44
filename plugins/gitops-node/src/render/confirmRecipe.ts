import { z } from 'zod';
import { parseYaml } from '../manifests/parseYaml';
import { Resource } from '../manifests/Resource';
import {
  RecipeSource,
  RecipeValues,
  UnitRecipe,
} from '../manifests/UnitRecipe';
import { nodeAt, textAt, toValue, YamlNode } from '../manifests/YamlNode';
import { RecipeRender, RenderedResource } from './RecipeRender';

/** A recipe in the light of what applies its declaring object. */
export interface ConfirmedRecipe {
  readonly recipe: UnitRecipe;
  /** Why what declares the unit is not certain. */
  readonly indeterminate: readonly string[];
}

/**
 * Holds the declaring object that discovery read against the same object in
 * the render of the unit that applies it. Where the two differ, or the render
 * doesn't know it for certain, neither is what the unit declares. Values are
 * taken as they were rendered, which tells a number from a text.
 */
export function confirmRecipe(
  recipe: UnitRecipe,
  applier: RecipeRender,
): ConfirmedRecipe {
  const { object } = recipe;
  const found = object && applier.resources.find(each => isSame(each, object));
  if (object === undefined || found === undefined) {
    // Made by something that runs in the cluster, or in a part of the unit that
    // can't be rendered: the object as discovery composed it is all there is.
    const open = object && hasVariable(toValue(object));
    const reason = 'what declares it has variables that are not known';
    return { recipe, indeterminate: open ? [reason] : [] };
  }
  if (found.indeterminate !== undefined) {
    const reason = `what declares it is not certain: ${found.indeterminate}`;
    return { recipe, indeterminate: [reason] };
  }
  const { spec } = found.resource;
  if (loosely(spec) !== loosely(toValue(nodeAt(object, 'spec')))) {
    const reason = 'what declares it is another object once it is rendered';
    return { recipe, indeterminate: [reason] };
  }
  return { recipe: withValues(recipe, found.resource), indeterminate: [] };
}

const named = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string().optional(),
  }),
});

function isSame({ resource }: RenderedResource, object: YamlNode): boolean {
  const { metadata } = named.safeParse(resource).data ?? {};
  const namespace = textAt(object, 'metadata', 'namespace');
  const group = (version: string) => version.replace(/\/.*/, '');
  return (
    resource.kind === textAt(object, 'kind') &&
    group(resource.apiVersion) === group(textAt(object, 'apiVersion') ?? '') &&
    metadata?.name === textAt(object, 'metadata', 'name') &&
    (namespace === undefined ||
      metadata?.namespace === undefined ||
      metadata.namespace === namespace)
  );
}

/** As text in which `3` and `"3"`, nothing and null are the same. */
function loosely(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => {
    if (each === null || each === undefined) return undefined;
    if (Array.isArray(each)) return each;
    if (typeof each !== 'object') return String(each);
    return Object.fromEntries(
      Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  });
}

function hasVariable(value: unknown): boolean {
  return /(?<!\$)\$\{[A-Za-z_]/.test(JSON.stringify(value) ?? '');
}

function withValues(recipe: UnitRecipe, resource: Resource): UnitRecipe {
  const written = nodeAt(recipe.object, 'spec', 'values');
  const { values } =
    z.object({ values: z.unknown() }).safeParse(resource.spec).data ?? {};
  if (written === undefined || values === undefined) return recipe;
  const source = { branch: '', file: 'rendered' };
  const [document] = parseYaml(JSON.stringify(values), source).documents;
  if (document === undefined) return recipe;
  const rendered = (value: RecipeValues): RecipeValues =>
    value.type === 'inline' && value.values === written
      ? { type: 'inline', values: document.root }
      : value;
  return {
    ...recipe,
    sources: recipe.sources.map(
      (each): RecipeSource =>
        each.type === 'chart'
          ? { ...each, values: each.values.map(rendered) }
          : each,
    ),
  };
}

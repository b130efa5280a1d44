import { z } from 'zod';
import { RecipeAdditions } from '../manifests/UnitRecipe';
import { RenderFailure } from './RenderFailure';

const patchSchema = z.strictObject({
  patch: z.string().optional(),
  path: z.string().optional(),
  target: z.unknown().optional(),
  options: z.unknown().optional(),
});

/** The files that an engine's patches are in, relative to the directory. */
export function additionPaths(additions: RecipeAdditions): readonly string[] {
  return patches(additions).flatMap(({ path }) => path ?? []);
}

/** A kustomization with what an engine writes into it before it builds. */
export function amendKustomization(
  kustomization: string,
  additions: RecipeAdditions,
): string {
  const before = z.looseObject({}).parse(JSON.parse(kustomization));
  const after: Record<string, unknown> = { ...before };
  for (const [field, value] of Object.entries(additions.fields)) {
    after[field] = added(before[field], value);
  }
  if (additions.images.length > 0) {
    after.images = withImages(listOf(before.images), additions.images);
  }
  after.patches = [...listOf(before.patches), ...patches(additions)];
  after.components = [...listOf(before.components), ...additions.components];
  return JSON.stringify(after);
}

function patches({ patches: written }: RecipeAdditions) {
  return written.map(patch => {
    const read = patchSchema.safeParse(patch);
    if (read.success) return read.data;
    throw new RenderFailure(
      'render-unreadable',
      'a patch of the declaring object is not one that kustomize takes',
    );
  });
}

function added(before: unknown, value: unknown): unknown {
  if (Array.isArray(value)) return [...listOf(before), ...value];
  return isMapping(value) && isMapping(before)
    ? { ...before, ...value }
    : value;
}

/** Of one name, the engine's takes the place of the kustomization's. */
function withImages(
  before: readonly unknown[],
  images: RecipeAdditions['images'],
): readonly unknown[] {
  const names = new Set(images.map(({ name }) => name));
  const kept = before.filter(
    image => !(isMapping(image) && names.has(String(image.name))),
  );
  return [...kept, ...images];
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

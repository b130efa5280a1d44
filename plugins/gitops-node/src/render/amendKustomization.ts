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

/** Of one name, what the engine sets is put into the kustomization's. */
function withImages(
  before: readonly unknown[],
  images: RecipeAdditions['images'],
): readonly unknown[] {
  return images.reduce<readonly unknown[]>((all, image) => {
    const isSame = (other: unknown) =>
      isMapping(other) && other.name === image.name;
    if (!all.some(isSame)) return [...all, image];
    return all.map(other =>
      isMapping(other) && isSame(other) ? withImage(other, image) : other,
    );
  }, before);
}

/** A tag and a digest are one: whoever sets one takes the other away. */
function withImage(
  { newTag, digest, ...rest }: Readonly<Record<string, unknown>>,
  image: Readonly<Record<string, string>>,
): unknown {
  const isSet = 'newTag' in image || 'digest' in image;
  return { ...rest, ...(isSet ? {} : { newTag, digest }), ...image };
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

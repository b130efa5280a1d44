import { z } from 'zod';
import { parseYaml } from '../manifests/parseYaml';
import {
  MapNode,
  nodeAt,
  textAt,
  toValue,
  YamlNode,
} from '../manifests/YamlNode';
import { RecipeRender, RenderedResource } from './RecipeRender';
import { resourceValue } from '../manifests/resourceValue';

/** A declaring object in the light of what applies it. */
export interface Confirmation {
  /** As it was rendered, where it was. */
  readonly object?: MapNode;
  /** Why what declares the unit is not certain. */
  readonly indeterminate: readonly string[];
}

/**
 * Holds the declaring object that discovery read against the same object in
 * the render of the unit that applies it. Where the two differ, or the render
 * doesn't know it for certain, neither is what the unit declares. What was
 * rendered tells a number from a text, and which variables are empty.
 */
export function confirmObject(
  object: MapNode,
  applier: RecipeRender,
): Confirmation {
  const found = applier.resources.find(each => isSame(each, object));
  if (found === undefined) {
    // Made by something that runs in the cluster, or in a part of the unit that
    // can't be rendered: the object as discovery composed it is all there is.
    const open = hasVariable(toValue(object));
    const reason = 'what declares it has variables that are not known';
    return { indeterminate: open ? [reason] : [] };
  }
  if (found.indeterminate !== undefined) {
    const reason = `what declares it is not certain: ${found.indeterminate}`;
    return { indeterminate: [reason] };
  }
  const read = nodeAt(object, 'spec');
  if (!isSameValue(found.resource.spec, read && resourceValue(read))) {
    const reason = 'what declares it is another object once it is rendered';
    return { indeterminate: [reason] };
  }
  const source = { branch: '', file: 'rendered' };
  const text = JSON.stringify(found.resource);
  const root = parseYaml(text, source).documents[0]?.root;
  return {
    ...(root instanceof MapNode && { object: root }),
    indeterminate: [],
  };
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

/**
 * Whether a value as it was rendered is the one that was read: `3` and `"3"`,
 * nothing and null are the same, and so are two texts of the same YAML. To a
 * name that it generates, kustomize adds a hash.
 */
function isSameValue(rendered: unknown, read: unknown): boolean {
  const [one, two] = [rendered ?? undefined, read ?? undefined];
  if (one === undefined || two === undefined) return one === two;
  if (Array.isArray(one)) {
    return (
      Array.isArray(two) &&
      one.length === two.length &&
      one.every((item, index) => isSameValue(item, two[index]))
    );
  }
  if (isMapping(one)) {
    if (!isMapping(two)) return false;
    const keys = new Set([...Object.keys(one), ...Object.keys(two)]);
    return [...keys].every(key => isSameValue(one[key], two[key]));
  }
  // A text that is the end of a file may have lost its last line break.
  const [first, second] = [String(one).trimEnd(), String(two).trimEnd()];
  return (
    first === second ||
    first.replace(/-[a-z0-9]{10}$/, '') === second ||
    isFilled(first, second) ||
    isSameYaml(first, second)
  );
}

/** Whether a text is another one with its variables put in. */
function isFilled(filled: string, text: string): boolean {
  const parts = text.split(/\$\{[^{}]*\}/);
  if (parts.length === 1) return false;
  let at = 0;
  for (const part of parts) {
    const found = filled.indexOf(part, at);
    if (found < 0 || (at === 0 && found !== 0)) return false;
    at = found + part.length;
  }
  return filled.endsWith(parts[parts.length - 1]);
}

function isSameYaml(first: string, second: string): boolean {
  if (!first.includes(':') || !second.includes(':')) return false;
  const [one, two] = [first, second].map(text => {
    const { documents } = parseYaml(text, { branch: '', file: 'values' });
    return documents.length === 1 ? resourceValue(documents[0].root) : text;
  });
  return isMapping(one) && isMapping(two) && isSameValue(one, two);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasVariable(value: unknown): boolean {
  return /(?<!\$)\$\{[A-Za-z_]/.test(JSON.stringify(value) ?? '');
}

import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Manifest } from '../../manifests/Manifest';
import {
  itemsAt,
  MapNode,
  nodeAt,
  ScalarNode,
  YamlNode,
} from '../../manifests/YamlNode';
import { fillTree } from '../applicationSet/fasttemplate';
import { derivedScalar, scalarAt } from '../derivedNode';

/** What a ResourceSet makes, as far as Git tells. */
export interface MadeObjects {
  readonly made: readonly Manifest[];
  readonly diagnostics: readonly Diagnostic[];
}

export function isResourceSet({ group, kind }: Manifest): boolean {
  return group === 'fluxcd.controlplane.io' && kind === 'ResourceSet';
}

/**
 * The objects of the Flux operator's `ResourceSet`: each resource for each of
 * the inputs that it lists itself, an object made twice being one. What a
 * provider finds in the cluster's world, and templates that do more than put
 * an input in a place, are told and not read.
 */
export function objectsOfResourceSet(set: Manifest): MadeObjects {
  const spec = nodeAt(set.root, 'spec');
  const beyond = ['inputsFrom', 'resourcesTemplate', 'steps'].filter(
    key => nodeAt(spec, key) !== undefined,
  );
  if (beyond.length > 0) {
    return { made: [], diagnostics: [unread(set, beyond.join(', '))] };
  }
  const inputs = itemsAt(spec, 'inputs');
  const filled = itemsAt(spec, 'resources').flatMap(resource =>
    inputs.length === 0
      ? [resource]
      : inputs.map(input => fillTree(resource, text => fill(text, input))),
  );
  const [open] = filled.filter(hasTemplate);
  return {
    made: distinct(
      filled
        .filter(resource => !hasTemplate(resource))
        .flatMap(resource => Manifest.fromNode(resource, set.files)),
    ),
    diagnostics: open === undefined ? [] : [unread(set, 'a template')],
  };
}

const placeholder = /<<-?\s*inputs\.([\w.]+)\s*-?>>/g;

function fill(template: ScalarNode, input: YamlNode): ScalarNode {
  if (!template.text.includes('<<')) return template;
  const inputAt = (path: string) => {
    const found = nodeAt(input, ...path.split('.'));
    return found instanceof ScalarNode ? found : undefined;
  };
  const [only, path] = new RegExp(placeholder).exec(template.text) ?? [];
  const alone = only === template.text ? inputAt(path) : undefined;
  // A text that is one input alone stands where the input does.
  if (alone !== undefined) return scalarAt(alone.text, alone);
  const text = template.text.replace(
    placeholder,
    (whole, name: string) => inputAt(name)?.text ?? whole,
  );
  return derivedScalar(text, template);
}

function hasTemplate(node: YamlNode): boolean {
  if (node instanceof ScalarNode) return /<<-?\s/.test(node.text);
  const children = node instanceof MapNode ? node.entries.values() : node.items;
  return [...children].some(hasTemplate);
}

function distinct(objects: readonly Manifest[]): Manifest[] {
  const seen = new Map<string, Manifest>();
  for (const object of objects) {
    const { group, kind, namespace = '', name } = object;
    const key = [group, kind, namespace, name].join('\0');
    if (!seen.has(key)) seen.set(key, object);
  }
  return [...seen.values()];
}

function unread({ name, file, line }: Manifest, what: string): Diagnostic {
  return {
    level: 'info',
    code: 'resource-set-unread',
    message: `What the ResourceSet ${name} makes of ${what} is not read.`,
    file,
    line,
  };
}

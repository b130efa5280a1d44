import { stringify } from 'yaml';
import { z } from 'zod';
import { parseYaml } from '../../manifests/parseYaml';
import { isResource, Resource } from '../../manifests/Resource';
import { RenderedResource } from '../RecipeRender';
import { RenderFailure } from '../RenderFailure';
import { resourceKey } from '../resourceKey';
import { resourceValue } from '../../manifests/resourceValue';
import { expandVariables } from './expandVariables';
import { hasMark } from './marks';
import { VariableTable } from './VariableTable';

export interface Substituted {
  readonly resources: readonly RenderedResource[];
  /** Why it can't be told which objects there are. */
  readonly indeterminate: readonly string[];
}

const named = z.object({ metadata: z.object({ name: z.string() }) });

/**
 * What Flux makes of built objects: each is written as YAML, its variables are
 * put in as text, and it is read again, so that a number becomes one. An object
 * that uses a variable which Git doesn't tell is indeterminate; where its name
 * is made of it, so is the whole.
 */
export function substituteVariables(
  rendered: readonly RenderedResource[],
  variables: VariableTable,
): Substituted {
  if (variables.isEmpty) return { resources: rendered, indeterminate: [] };
  const indeterminate: string[] = [];
  const resources = rendered.map(each => {
    const { resource } = each;
    if (hasMark(resource, 'substitute', 'disabled')) return each;
    const unknown = new Map<string, string>();
    const changed = substituted(resource, variables, unknown);
    if (changed === undefined) return each;
    const [reason] = [...unknown].map(
      ([name, why]) => `\${${name}} is not known: ${why}`,
    );
    if (reason === undefined) return { ...each, resource: changed };
    const names = [...unknown.keys()];
    if (names.some(name => resourceKey(resource).includes(`\${${name}`))) {
      indeterminate.push(reason);
    }
    return { ...each, resource: changed, indeterminate: reason };
  });
  return { resources, indeterminate };
}

function substituted(
  resource: Resource,
  variables: VariableTable,
  unknown: Map<string, string>,
): Resource | undefined {
  if (!JSON.stringify(resource).includes('$')) return undefined;
  // As Go's library writes it, which decides what is in quotes.
  const text = stringify(resource, {
    version: '1.1',
    lineWidth: 0,
    singleQuote: true,
    aliasDuplicateObjects: false,
  });
  const output = expandVariables(text, name => {
    const found = variables.find(name);
    if (found.type === 'known') return found.value;
    unknown.set(name, found.reason);
    return `\${${name}}`;
  });
  const source = { branch: '', file: 'substituted' };
  const { documents, diagnostics } = parseYaml(output, source);
  const value = documents.length === 1 && resourceValue(documents[0].root);
  if (isResource(value) && diagnostics.length === 0) return value;
  const { metadata } = named.safeParse(resource).data ?? {};
  throw new RenderFailure(
    'render-failed',
    `${resource.kind} ${metadata?.name} is no YAML after its variables were substituted`,
  );
}

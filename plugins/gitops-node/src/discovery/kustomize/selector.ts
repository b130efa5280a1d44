import { Manifest } from '../../manifests/Manifest';
import { textAt, YamlNode } from '../../manifests/YamlNode';

/** A manifest and every name it has had on its way through the build. */
export interface BuiltObject {
  readonly manifest: Manifest;
  readonly formerNames: readonly string[];
  readonly formerNamespaces: readonly (string | undefined)[];
}

/** Whether a patch's or a replacement's `target` selects an object. */
export function selects(target: YamlNode, object: BuiltObject): boolean {
  const { manifest } = object;
  const version = manifest.apiVersion.slice(
    manifest.apiVersion.indexOf('/') + 1,
  );
  const names = [manifest.name, ...object.formerNames];
  const namespaces = [manifest.namespace, ...object.formerNamespaces];
  return (
    matches(textAt(target, 'group'), [manifest.group]) &&
    matches(textAt(target, 'version'), [version]) &&
    matches(textAt(target, 'kind'), [manifest.kind]) &&
    matches(textAt(target, 'name'), names) &&
    matches(
      textAt(target, 'namespace'),
      namespaces.map(namespace => namespace ?? 'default'),
    ) &&
    selectsBy(textAt(target, 'labelSelector'), manifest.labels) &&
    selectsBy(textAt(target, 'annotationSelector'), manifest.annotations)
  );
}

/** kustomize's selectors are anchored regular expressions. */
function matches(
  pattern: string | undefined,
  values: readonly string[],
): boolean {
  if (pattern === undefined) return true;
  if (/^[\w./-]*$/.test(pattern) && !pattern.includes('.')) {
    return values.includes(pattern);
  }
  const expression = anchored(pattern);
  return values.some(value =>
    expression === undefined ? value === pattern : expression.test(value),
  );
}

/**
 * The pattern comes from a repository: only a subset whose matching is linear
 * is compiled (no repetition of a group), anything else is compared as text.
 */
function anchored(pattern: string): RegExp | undefined {
  if (pattern.length > 256 || /\)\s*[*+{]/.test(pattern)) return undefined;
  if ((pattern.match(/[*+]/g) ?? []).length > 4) return undefined;
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return undefined;
  }
}

/** A Kubernetes label selector, in the notation of `kubectl -l`. */
function selectsBy(
  selector: string | undefined,
  labels: Readonly<Record<string, string>>,
): boolean {
  if (selector === undefined) return true;
  return splitRequirements(selector).every(requirement =>
    satisfies(requirement, labels),
  );
}

function splitRequirements(selector: string): string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map(requirement => requirement.trim())
    .filter(requirement => requirement !== '');
}

function satisfies(
  requirement: string,
  labels: Readonly<Record<string, string>>,
): boolean {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(requirement);
  if (set) {
    const values = set[3].split(',').map(value => value.trim());
    const label = labels[set[1]];
    const isIn = label !== undefined && values.includes(label);
    return set[2] === 'in' ? isIn : !isIn;
  }
  const equality = /^([^\s!=]+)\s*(==|=|!=)\s*(\S*)$/.exec(requirement);
  if (equality) {
    const isEqual = labels[equality[1]] === equality[3];
    return equality[2] === '!=' ? !isEqual : isEqual;
  }
  return requirement.startsWith('!')
    ? labels[requirement.slice(1).trim()] === undefined
    : labels[requirement] !== undefined;
}

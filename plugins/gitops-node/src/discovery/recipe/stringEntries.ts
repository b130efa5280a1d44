import { entriesAt, ScalarNode, YamlNode } from '../../manifests/YamlNode';

/** The scalars of a mapping, as text. */
export function stringEntries(
  node: YamlNode | undefined,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...entriesAt(node)].flatMap(([key, value]) =>
      value instanceof ScalarNode ? [[key, value.text]] : [],
    ),
  );
}

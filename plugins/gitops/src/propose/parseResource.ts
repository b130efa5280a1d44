/** The parts of `group/kind/namespace/name`, `_` standing for what there is none of. */
export function parseResource(text: string): {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
} {
  const [, kind, namespace, ...name] = text.split('/');
  if (name.length === 0) return { kind: '', name: text };
  return {
    kind: kind ?? '',
    namespace: namespace === '_' ? undefined : namespace,
    name: name.join('/'),
  };
}

import { InputError } from '@backstage/errors';

/** One step of a place that a rule selects. */
export type PlaceStep =
  | { readonly kind: 'any' }
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'item'; readonly key: string; readonly value: string };

const any: PlaceStep = { kind: 'any' };

/**
 * Reads a JSON pointer (RFC 6901) in which `*` stands for any one segment.
 * Throws an InputError.
 */
export function parsePointer(pointer: string): readonly PlaceStep[] {
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) {
    throw new InputError(`'${pointer}' is not a JSON pointer`);
  }
  return pointer
    .slice(1)
    .split('/')
    .map(segment =>
      segment === '*'
        ? any
        : {
            kind: 'key',
            key: segment.replace(/~1/g, '/').replace(/~0/g, '~'),
          },
    );
}

const pathStep =
  /\s*\|?\s*(?:select\(\s*\.([\w$-]+)\s*==\s*("(?:[^"\\]|\\.)*")\s*\)|\.?\[\s*\]|\.?\[\s*(\d+)\s*\]|\.?\[\s*("(?:[^"\\]|\\.)*")\s*\]|\.?\[([\w$-]+)=([^\]]*)\]|\.("(?:[^"\\]|\\.)*")|\.([A-Za-z_$][\w$-]*))\??/y;

/**
 * Reads a path as jq writes it: `.spec.containers[].env`,
 * `.metadata.annotations["example.com/x"]`,
 * `.spec.containers[] | select(.name == "app") | .image`; items may also be
 * named as in `.spec.containers[name=app]`. Throws an InputError.
 */
export function parsePath(path: string): readonly PlaceStep[] {
  const steps: PlaceStep[] = [];
  pathStep.lastIndex = 0;
  const text = path.trim();
  while (pathStep.lastIndex < text.length) {
    const match = pathStep.exec(text);
    if (match === null) throw unreadable(path);
    const [, selected, wanted, index, quoted, key, value, string, word] = match;
    if (selected !== undefined) {
      if (steps.at(-1)?.kind !== 'any') throw unreadable(path);
      steps[steps.length - 1] = {
        kind: 'item',
        key: selected,
        value: unquoted(wanted),
      };
    } else if (key !== undefined) {
      steps.push({ kind: 'item', key, value });
    } else {
      const inQuotes = quoted ?? string;
      const name = inQuotes === undefined ? index ?? word : unquoted(inQuotes);
      steps.push(name === undefined ? any : { kind: 'key', key: name });
    }
  }
  if (steps.length === 0) throw unreadable(path);
  return steps;
}

function unquoted(text: string): string {
  const value: unknown = JSON.parse(text);
  return String(value);
}

function unreadable(path: string): InputError {
  return new InputError(`'${path}' is not a path such as .spec.replicas`);
}

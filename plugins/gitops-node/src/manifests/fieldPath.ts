/**
 * One step into a YAML document: a key of a mapping, an index of a list, or
 * the item of a list whose `key` holds `value`.
 *
 * @public
 */
export type FieldSegment =
  | string
  | number
  | { readonly key: string; readonly value: string };

const plainWord = /^[A-Za-z_$][A-Za-z0-9_$-]*$/;

/**
 * Writes a field the way every answer shows it:
 * `spec.containers[name=app].image`, `metadata.labels["app.kubernetes.io/name"]`,
 * `resources[0]`.
 *
 * @public
 */
export function formatField(segments: readonly FieldSegment[]): string {
  let field = '';
  for (const segment of segments) {
    if (typeof segment === 'number') {
      field += `[${segment}]`;
    } else if (typeof segment === 'object') {
      field += `[${segment.key}=${segment.value}]`;
    } else if (plainWord.test(segment)) {
      field += field === '' ? segment : `.${segment}`;
    } else {
      field += `[${JSON.stringify(segment)}]`;
    }
  }
  return field;
}

const step =
  /\.?([A-Za-z_$][A-Za-z0-9_$-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\[([A-Za-z0-9_$-]+)=([^\]]*)\]/y;

/**
 * Reads what {@link formatField} writes; `undefined` where the text is no
 * field.
 *
 * @public
 */
export function parseField(field: string): FieldSegment[] | undefined {
  const segments: FieldSegment[] = [];
  step.lastIndex = 0;
  while (step.lastIndex < field.length) {
    const match = step.exec(field);
    if (match === null) return undefined;
    const [, word, index, quoted, key, value] = match;
    if (word !== undefined) segments.push(word);
    else if (index !== undefined) segments.push(Number(index));
    else if (quoted !== undefined) segments.push(unquoted(quoted));
    else segments.push({ key, value });
  }
  return segments;
}

function unquoted(text: string): string {
  const value: unknown = JSON.parse(text);
  return String(value);
}

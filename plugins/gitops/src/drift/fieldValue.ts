/**
 * A JSON value as YAML would have it read: text as it is, but in quotes where
 * it could be taken for a number, a boolean or nothing; what has parts as JSON.
 */
export function fieldValueText(value: unknown): string {
  if (typeof value === 'string') {
    return ambiguous(value) ? JSON.stringify(value) : value;
  }
  return JSON.stringify(value, undefined, 2) ?? '';
}

function ambiguous(text: string): boolean {
  return (
    text.trim() !== text.replace(/\n$/, '') ||
    /^(|~|null|true|false|yes|no|on|off|[-+.\d][-+.\d_eE:xoa-f]*)$/i.test(text)
  );
}

/** PostgreSQL keeps no NUL in a text; YAML and file names may hold one. */
export function columnText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

export function optionalColumnText(text: string | undefined): string | null {
  return text === undefined ? null : columnText(text);
}

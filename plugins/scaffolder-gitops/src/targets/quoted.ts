/** A name from a form in a message: on one line, and told apart from it. */
export function quoted(name: string): string {
  return JSON.stringify(name);
}

/** A name of Git's at the start of a sentence. */
export function atStart(name: string): string {
  return name.charAt(0).toLocaleUpperCase() + name.slice(1);
}

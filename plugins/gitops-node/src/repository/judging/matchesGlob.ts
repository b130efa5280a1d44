/**
 * Whether a text is what a pattern with `*` and `?` means. Takes time in
 * proportion to their lengths, whoever wrote the pattern.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let at = 0;
  let position = 0;
  let star: { readonly pattern: number; text: number } | undefined;
  while (position < text.length) {
    const sign = pattern[at];
    if (sign === '*') {
      star = { pattern: at, text: position };
      at += 1;
    } else if (sign === '?' || sign === text[position]) {
      at += 1;
      position += 1;
    } else if (star !== undefined) {
      star.text += 1;
      position = star.text;
      at = star.pattern + 1;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}

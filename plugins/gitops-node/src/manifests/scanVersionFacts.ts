import { LineScanner } from './LineScanner';
import { VersionFact, VersionFactSelector } from './versionFacts';

/**
 * Finds version facts line by line, without parsing: many times faster, and
 * most files are plain enough. Gives `undefined` as soon as a line is not
 * understood for certain (flow collections over several lines, escapes, tabs…);
 * such a text needs the full parse, which finds the same facts.
 */
export function scanVersionFacts(
  text: string,
  selector: VersionFactSelector,
): VersionFact[] | undefined {
  if (/[\t\r\u0085\u2028\u2029\ufeff]/.test(text)) return undefined;
  const scanner = new LineScanner(selector);
  let start = 0;
  let line = 0;
  while (start < text.length) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    line += 1;
    if (!scanner.line(text.slice(start, end), line)) return undefined;
    start = end + 1;
  }
  return scanner.end();
}

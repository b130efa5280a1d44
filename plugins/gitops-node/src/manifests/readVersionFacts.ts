import { parseVersionFacts } from './parseVersionFacts';
import { scanVersionFacts } from './scanVersionFacts';
import { VersionFact, VersionFactSelector } from './versionFacts';

/** A line that only a template has: no YAML mapping begins so. */
const templateLine = /^ *(?:- +)?\{\{|^[^#\n"']*: +\{\{/m;

/**
 * The version facts of a YAML text, or undefined where it can't be read: then
 * nothing is known of its versions, which is not the same as having none.
 */
export function readVersionFacts(
  text: string,
  selector: VersionFactSelector,
): readonly VersionFact[] | undefined {
  const scanned = scanVersionFacts(text, selector);
  if (scanned !== undefined) return scanned;
  // A chart's templates are many, and parsing them would fail slowly.
  return templateLine.test(text)
    ? undefined
    : parseVersionFacts(text, selector);
}

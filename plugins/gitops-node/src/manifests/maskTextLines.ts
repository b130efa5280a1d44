import { isSecretName } from './isSecretName';

/** How a line is hidden whole, and how what looks like a secret in it is. */
export interface LineMask {
  whole(value: string): string;
  parts(line: string): string;
}

/** A block that is open: lines indented deeper than its key belong to it. */
interface OpenBlock {
  readonly indent: number;
  /** Whether its lines are pairs, of which the values alone are hidden. */
  readonly isPairs: boolean;
}

const pair = /^(\s*(?:- +)?["']?[\w./-]+["']?\s*[:=]\s*)(\S.*)$/;

/**
 * Masks lines that may be YAML, or a template of it: `password: |` and the
 * lines below, `name: DB_PASSWORD` and the `value` beside it, and the data of
 * what calls itself a Secret. The number of lines stays.
 */
export function maskTextLines(
  lines: readonly string[],
  mask: LineMask,
): string[] {
  const masked: string[] = [];
  let open: OpenBlock | undefined;
  let named: { readonly indent: number } | undefined;
  let inSecret = isSecretAt(lines, 0);
  lines.forEach((line, at) => {
    if (/^---(?:\s|$)/.test(line)) inSecret = isSecretAt(lines, at + 1);
    if (line.trim() === '') {
      masked.push(line);
      return;
    }
    const indent = indentOf(line);
    if (open !== undefined && indent > open.indent) {
      masked.push(open.isPairs ? hidePair(line, mask) : hide(line, mask));
      return;
    }
    open = openedBy(line, inSecret);
    const [, name] = /^\s*(?:- +)?name:\s*["']?([\w.-]+)/.exec(line) ?? [];
    if (name !== undefined) {
      named = isSecretName(name) ? { indent: keyIndentOf(line) } : undefined;
    } else if (keyIndentOf(line) < (named?.indent ?? 0)) {
      named = undefined;
    }
    const isValue =
      /^\s*(?:- +)?value:\s/.test(line) && keyIndentOf(line) === named?.indent;
    masked.push(isValue ? hidePair(line, mask) : mask.parts(line));
  });
  return masked;
}

function openedBy(line: string, inSecret: boolean): OpenBlock | undefined {
  const [, key, rest] =
    /^\s*(?:- +)?["']?([\w./-]+)["']?:\s*(.*?)\s*$/.exec(line) ?? [];
  if (key === undefined) return undefined;
  const indent = keyIndentOf(line);
  if (key === 'stringData' || (inSecret && key === 'data')) {
    return rest === '' ? { indent, isPairs: true } : undefined;
  }
  return isSecretName(key) && /^[|>][-+\d]*(?:\s*#.*)?$/.test(rest)
    ? { indent, isPairs: false }
    : undefined;
}

/** Whether the document that begins at a line calls itself a Secret. */
function isSecretAt(lines: readonly string[], start: number): boolean {
  for (let at = start; at < lines.length; at += 1) {
    if (/^---(?:\s|$)/.test(lines[at])) return false;
    if (/^kind:\s*["']?Secret["']?\s*(?:#.*)?$/.test(lines[at])) return true;
  }
  return false;
}

function hidePair(line: string, mask: LineMask): string {
  const [, before, value] = pair.exec(line) ?? [];
  if (before === undefined) {
    return /[:{}]\s*$/.test(line) ? line : hide(line, mask);
  }
  return /^[|>][-+\d]*$/.test(value) ? line : `${before}${mask.whole(value)}`;
}

function hide(line: string, mask: LineMask): string {
  const content = line.trim();
  return line.replace(content, () => mask.whole(content));
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Of `- key: value` where the key begins. */
function keyIndentOf(line: string): number {
  return /^\s*(?:- +)?/.exec(line)?.[0].length ?? 0;
}

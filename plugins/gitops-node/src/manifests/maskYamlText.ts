import { Document, parseAllDocuments } from 'yaml';
import { DocumentMask } from './DocumentMask';
import { hideLines, isEncrypted } from './hideLines';
import { maskTextLines } from './maskTextLines';
import { SecretMask } from './SecretMask';
import { TextCovers } from './TextCovers';

/**
 * A whole file's text with its secrets masked, line for line, so that diffs of
 * it keep their places. What is encrypted stays as it is. A file that isn't
 * YAML (a template, a script) is masked as free text.
 */
export function maskYamlText(text: string, mask: SecretMask): string {
  return maskText(text, mask, 0);
}

/** YAML in a block of text in YAML, in a comment: more is no one's manifest. */
const maximumDepth = 4;

function maskText(text: string, mask: SecretMask, depth: number): string {
  const plain = maskKeys(text, mask);
  const documents = depth > maximumDepth ? [] : documentsOf(plain);
  const covers = new TextCovers(plain);
  for (const document of documents) {
    new DocumentMask(document, {
      covers,
      mask,
      maskText: inner => maskText(inner, mask, depth + 1),
    }).run();
  }
  return maskComments(covers.apply(), mask, depth);
}

function documentsOf(text: string): readonly Document.Parsed[] {
  const documents = parseAllDocuments(text, {
    version: '1.1',
    merge: true,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  return Array.isArray(documents)
    ? documents.filter(({ errors }) => errors.length === 0)
    : [];
}

/** Private keys, which span lines: each line is hidden by itself. */
function maskKeys(text: string, mask: SecretMask): string {
  const key =
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
  return text.replace(key, found => hideLines(found, mask));
}

/** Lines by what they look like, and comments by what they comment out. */
function maskComments(text: string, mask: SecretMask, depth: number): string {
  const lines = text.split('\n');
  const masked = maskTextLines(lines, {
    whole: value => (isEncrypted(value) ? value : mask.mask(value)),
    parts: line => maskLine(line, mask),
  });
  for (let at = 0; at < lines.length; at += 1) {
    const end = endOfComments(lines, at);
    if (end === at || depth >= maximumDepth) continue;
    const marks = lines.slice(at, end).map(markOf);
    const commented = lines
      .slice(at, end)
      .map((line, index) => line.slice(marks[index].length));
    maskText(commented.join('\n'), mask, depth + 1)
      .split('\n')
      .forEach((line, index) => {
        masked[at + index] = `${marks[index]}${line}`;
      });
    at = end - 1;
  }
  return masked.join('\n');
}

function endOfComments(lines: readonly string[], start: number): number {
  let end = start;
  while (end < lines.length && markOf(lines[end]) !== '') end += 1;
  return end;
}

function markOf(line: string): string {
  return /^\s*#+ ?/.exec(line)?.[0] ?? '';
}

function maskLine(line: string, mask: SecretMask): string {
  if (/ENC\[[A-Z0-9_]+,/.test(line)) return line;
  const at = line.search(/\s#/);
  if (at < 0) return mask.text(line);
  const [code, comment] = [line.slice(0, at), line.slice(at)];
  const mark = /^\s*#+ ?/.exec(comment)?.[0] ?? '';
  return `${mask.text(code)}${mark}${mask.text(comment.slice(mark.length))}`;
}

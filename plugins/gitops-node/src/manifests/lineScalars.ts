import {
  isVersionScalar,
  mayHoldVersion,
  VersionFactSelector,
} from './versionFacts';

/** Takes an anchor off what it marks. */
export function splitAnchor(text: string): { value: string; anchor?: string } {
  const match = /^&([^\s,{}[\]]+)\s*/.exec(text);
  return match === null
    ? { value: text }
    : { value: text.slice(match[0].length), anchor: match[1] };
}

/** A scalar on one line, without quotes; undefined where it may be more. */
export function readScalar(text: string): string | undefined {
  const quote = text[0];
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, 1);
    const hasEscapes = quote === '"' ? text.includes('\\') : false;
    if (end < 0 || hasEscapes || text[end + 1] === quote) return undefined;
    return isCommentOrNothing(text.slice(end + 1))
      ? text.slice(1, end)
      : undefined;
  }
  if (/^[&*!|>%@`{}[\],?]/.test(text)) return undefined;
  const comment = text.search(/\s#/);
  const plain = comment < 0 ? text : text.slice(0, comment).trimEnd();
  if (/:(?:\s|$)/.test(plain) || plain.startsWith('- ')) return undefined;
  return /^(?:~|null|Null|NULL)$/.test(plain) ? '' : plain;
}

/** Whether nothing but a comment follows. */
export function isCommentOrNothing(rest: string): boolean {
  return /^\s*$|^\s+#/.test(rest);
}

const flowItem =
  /[ ]*(?:"([^"\\]*)"|'([^']*)'|([A-Za-z0-9_./$+-](?:[^"'[\]{},#:]|:(?! ))*))[ ]*(,|$)/y;

/** The scalars of a list in brackets that ends on its line. */
export function readFlowList(text: string): string[] | undefined {
  const list = /^\[(.*)\](?: +#.*)?$/.exec(text);
  if (list === null) return undefined;
  const items: string[] = [];
  flowItem.lastIndex = 0;
  while (flowItem.lastIndex < list[1].length) {
    const item = flowItem.exec(list[1]);
    if (item === null) return undefined;
    items.push(item[1] ?? item[2] ?? item[3].trimEnd());
    if (item[4] === '') break;
  }
  return items;
}

/**
 * A flow collection that ends on its line and can hold no version. One that
 * could name its object or list item is not harmless.
 */
export function isHarmlessFlow(text: string, key: string | undefined): boolean {
  if (!/^(?:\{.*\}|\[.*\])(?: +#.*)?$/.test(text)) return false;
  if (text.startsWith('{{')) return false;
  if (key === '<<' || /^\{ *\}/.test(text)) return true;
  if (/[&!|>%@`\\#]/.test(text) || key === 'metadata') return false;
  if (key === undefined && /\bname\b/.test(text)) return false;
  return text
    .split(/[[\]{},]|: /)
    .map(part => part.trim().replace(/^["']|["']$/g, ''))
    .every(part => part === '' || !mayBeVersionPart(part));
}

const usualKeys: VersionFactSelector = { keys: new Set() };

function mayBeVersionPart(part: string): boolean {
  return (
    mayHoldVersion(part) ||
    part.endsWith(':') ||
    isVersionScalar(part, 'text', usualKeys)
  );
}

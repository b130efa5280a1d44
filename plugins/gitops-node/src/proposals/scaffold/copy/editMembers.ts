import { EditResult, refused } from '../../edit/EditResult';
import { Extent, extentOf, Member } from './SourceNodes';

/** A member and the text of its copy, which is to stand right behind it. */
export interface MemberCopy {
  readonly member: Member;
  /** Of whole lines with their line ends, or of an item between commas. */
  readonly copy: string;
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** Puts copies behind their examples; nothing else of the text changes. */
export function insertCopies(
  text: string,
  copies: readonly MemberCopy[],
): EditResult {
  const insertions: Insertion[] = [];
  for (const { member, copy } of copies) {
    const extent = extentOf(text, member);
    if (extent === undefined) return cramped();
    insertions.push({
      at: extent.end,
      text: insertedText(text, extent, member, copy),
    });
  }
  const inOrder = insertions.sort((a, b) => b.at - a.at);
  return {
    state: 'edited',
    text: inOrder.reduce(
      (all, { at, text: inserted }) =>
        all.slice(0, at) + inserted + all.slice(at),
      text,
    ),
  };
}

function insertedText(
  text: string,
  { end, style }: Extent,
  { kind }: Member,
  copy: string,
): string {
  if (style === 'flow') return `, ${copy}`;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const isEnded = end === 0 || text[end - 1] === '\n';
  const lead = isEnded ? '' : newline;
  const whole = isEnded || !copy.endsWith('\n') ? copy : copy.slice(0, -1);
  const separator = kind === 'document' ? `---${newline}` : '';
  return `${lead}${separator}${whole}`;
}

/** Takes members out, with the comment right above each. */
export function removeMembers(
  text: string,
  members: readonly Member[],
): EditResult {
  let result = text;
  const placed = members.map(member => ({
    member,
    extent: extentOf(text, member),
  }));
  const inOrder = placed.sort(
    (a, b) => (b.extent?.start ?? 0) - (a.extent?.start ?? 0),
  );
  for (const { member, extent } of inOrder) {
    if (extent === undefined) return cramped();
    result =
      extent.style === 'flow'
        ? withoutFlow(result, extent)
        : withoutLines(result, extent, member);
  }
  return { state: 'edited', text: result };
}

function withoutFlow(text: string, { start, end }: Extent): string {
  const after = /^\s*,\s*/.exec(text.slice(end));
  if (after !== null) {
    return text.slice(0, start) + text.slice(end + after[0].length);
  }
  return text.slice(0, start).replace(/\s*,\s*$/, '') + text.slice(end);
}

function withoutLines(
  text: string,
  { start, end }: Extent,
  member: Member,
): string {
  if (member.kind === 'document') {
    const before = text.slice(0, start).replace(/(?:^|\n)---[^\n]*\n$/, '\n');
    const kept = before === '\n' ? '' : before;
    const after = text.slice(end);
    return kept === '' ? after.replace(/^\s*---[^\n]*\n/, '') : kept + after;
  }
  const comment =
    member.kind === 'item' ? member.node.commentBefore : undefined;
  const lines = comment ? comment.split('\n').length : 0;
  let from = start;
  for (let count = 0; count < lines; count += 1) {
    const above = text.lastIndexOf('\n', from - 2) + 1;
    if (!/^\s*#/.test(text.slice(above, from))) break;
    from = above;
  }
  return text.slice(0, from) + text.slice(end);
}

function cramped(): EditResult {
  return refused(
    'ambiguous',
    'It is written so that it can not be told apart from what is around it.',
  );
}

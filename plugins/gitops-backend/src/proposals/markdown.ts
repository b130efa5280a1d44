/** Breaks what a forge would take for a mention or a reference to an issue. */
const wordJoiner = '\u2060';

/** Turns the direction of what follows, so that a text reads as another. */
const directions = /[\u202A-\u202E\u2066-\u2069]/g;

/**
 * Text from outside as one line of Markdown that shows it and does nothing:
 * no markup, no HTML, no link, no mention, no closing of an issue. Punctuation
 * is written as entities, which no forge reads as syntax.
 */
export function plainText(text: string): string {
  return quiet(text).replace(
    /[&<>"'`*_{}[\]()|~\\:/.+=^$%@#!]|(?<!\w)-|-(?!\w)/g,
    letter =>
      '@#!'.includes(letter)
        ? `${entity(letter)}${wordJoiner}`
        : entity(letter),
  );
}

/** The same of several lines, quoted, so that no line begins with a command. */
export function quotedText(text: string): string {
  return text
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map(line => `> ${plainText(line)}`.trimEnd())
    .join('\n');
}

/** A name or version as code; what would end the code is left out. */
export function code(text: string): string {
  const shown = quiet(text).replaceAll('`', '').replaceAll('|', '\\|').trim();
  return shown === '' ? '–' : `\`${shown}\``;
}

/** A link, where the address is one that a browser should follow. */
export function link(text: string, href: string | undefined): string {
  const isSafe = href !== undefined && /^https?:\/\/[^\s<>()[\]]+$/.test(href);
  return isSafe ? `[${plainText(text)}](<${href}>)` : plainText(text);
}

/** A block that no line of the text can end. */
export function fenced(text: string, language: string): string {
  const runs = text.match(/`+/g) ?? [];
  const longest = Math.max(2, ...runs.map(run => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n+$/, '')}\n${fence}`;
}

/** By which forges run no checks of a commit. */
const skipsChecks = /\[(?=(?:skip|no|ci|actions)[ -])/gi;

/** By which a merge closes an issue. */
const closesIssue =
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?|implement(?:s|ed)?)(?=:?\s+\S*(?:[#!]|GH-)\d)/gi;

/**
 * Plain text of one line for titles and messages, which know no Markdown, but
 * orders to the forge.
 */
export function oneLine(text: string): string {
  return quiet(text)
    .replace(/@(?=\w)/g, `@${wordJoiner}`)
    .replace(skipsChecks, `[${wordJoiner}`)
    .replace(closesIssue, `$&${wordJoiner}`)
    .trim();
}

function quiet(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(directions, '');
}

function entity(letter: string): string {
  return `&#${letter.codePointAt(0)};`;
}

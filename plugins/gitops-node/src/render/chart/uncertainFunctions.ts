/** What a template can ask that Git doesn't tell. */
const uncertain = new Set([
  // The cluster.
  'lookup',
  // Chance.
  ...['bcrypt', 'encryptAES', 'genCA', 'genCAWithKey', 'genPrivateKey'],
  ...['genSelfSignedCert', 'genSelfSignedCertWithKey', 'genSignedCert'],
  ...['genSignedCertWithKey', 'htpasswd', 'randAlpha', 'randAlphaNum'],
  ...['randAscii', 'randBytes', 'randInt', 'randNumeric', 'shuffle', 'uuidv4'],
  // The clock.
  ...['ago', 'now'],
]);

/** A text whose uncertain functions fail when they are called. */
export interface TrappedText {
  readonly text: string;
  /** The functions it would call, each once. */
  readonly found: readonly string[];
}

const action = /\{\{[\s\S]*?\}\}/g;
// Comments and texts in quotes come first, so that words in them don't count.
const tokens = {
  template: /\/\*[\s\S]*?\*\/|"(?:[^"\\]|\\.)*"|`[^`]*`|[$.]*[A-Za-z_][\w.]*/g,
  // A template within YAML or JSON, whose quotes are those of the text.
  text: /[$.]*[A-Za-z_][\w.]*/g,
};

/**
 * Puts a function that always fails in the place of each that is uncertain:
 * where the template can be filled all the same, none of them was called, and
 * what they would have said doesn't matter.
 *
 * `isRelease`: the number of a release's revision counts as well, as only the
 * cluster knows it.
 */
export function trapUncertainFunctions(
  text: string,
  where: 'template' | 'text',
  isRelease: boolean,
): TrappedText {
  if (!text.includes('{{')) return { text, found: [] };
  const found = new Set<string>();
  const trapped = text.replace(action, whole =>
    whole.replace(tokens[where], word => {
      if (uncertain.has(word)) {
        found.add(word);
        return 'fail';
      }
      if (isRelease && /^\$?\.Release\.Revision$/.test(word)) {
        found.add('.Release.Revision');
        return '(fail "")';
      }
      return word;
    }),
  );
  return { text: trapped, found: [...found] };
}

/** Whether templates ask if a release is new: then an upgrade may differ. */
export function asksForUpgrade(text: string): boolean {
  return /\.Release\.Is(?:Install|Upgrade)\b/.test(text);
}

/**
 * Whether the order of a map's keys or values is taken as it comes, which is
 * another one each time.
 */
export function takesAnyOrder(text: string): boolean {
  return (text.match(action) ?? []).some(
    whole =>
      /(?:^|[\s(|])(?:keys|values)\s+[$.(]/.test(whole) &&
      !/\bsortAlpha\b/.test(whole),
  );
}

/** Whether templates ask what the cluster can do. */
export function asksForCapabilities(text: string): boolean {
  return /\.Capabilities\b/.test(text);
}

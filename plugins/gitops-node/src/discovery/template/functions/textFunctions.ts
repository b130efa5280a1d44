import { FunctionScope, TemplateFunction } from '../TemplateEnvironment';
import { TemplateError } from '../syntax';
import { TracedText } from '../TracedText';
import {
  isList,
  isNil,
  itemsOf,
  numberOf,
  TemplateValue,
  textOf,
  tracedOf,
} from '../templateValue';
import { formatText } from './formatText';

const maximumLength = 1024 * 1024;

/** Text. What only trims, joins or indents keeps telling its origins. */
export const textFunctions: Readonly<Record<string, TemplateFunction>> = {
  print: values => TracedText.concat(values.map(tracedOf)),
  println: values => TracedText.concat([...values.map(tracedOf), '\n']),
  printf: ([format, ...values]) => formatText(textOf(format), values),
  quote: values => joined(values.filter(isPresent).map(quoted)),
  squote: values =>
    joined(
      values
        .filter(isPresent)
        .map(value => TracedText.concat(["'", tracedOf(value), "'"])),
    ),
  cat: values => joined(values.map(tracedOf)),
  indent: ([spaces, text]) => tracedOf(text).indent(width(spaces)),
  nindent: ([spaces, text]) =>
    TracedText.concat(['\n', tracedOf(text).indent(width(spaces))]),
  trim: ([text]) => tracedOf(text).trimStart().trimEnd(),
  trimSuffix: ([suffix, text]) => {
    const traced = tracedOf(text);
    return traced.text.endsWith(textOf(suffix))
      ? traced.slice(0, traced.text.length - textOf(suffix).length)
      : traced;
  },
  trimPrefix: ([prefix, text]) => {
    const traced = tracedOf(text);
    return traced.text.startsWith(textOf(prefix))
      ? traced.slice(textOf(prefix).length)
      : traced;
  },
  trimAll: ([characters, text]) => trimmedOf(textOf(characters), text),
  trunc: ([length, text]) => truncated(numberOf(length), tracedOf(text)),
  substr: ([start, end, text]) =>
    tracedOf(text).slice(
      Math.max(0, numberOf(start)),
      numberOf(end) < 0 ? undefined : numberOf(end),
    ),
  ['toString']: ([value]: readonly TemplateValue[]) => tracedOf(value),
  toStrings: ([list]) => itemsOf(list).map(tracedOf),
  upper: ([text]) => textOf(text).toUpperCase(),
  lower: ([text]) => textOf(text).toLowerCase(),
  title: ([text]) => textOf(text).replace(/\b\w/g, char => char.toUpperCase()),
  untitle: ([text]) =>
    textOf(text).replace(/\b\w/g, char => char.toLowerCase()),
  camelcase: ([text]) =>
    words(text)
      .map(word => word[0].toUpperCase() + word.slice(1))
      .join(''),
  snakecase: ([text]) => words(text).join('_').toLowerCase(),
  kebabcase: ([text]) => words(text).join('-').toLowerCase(),
  replace: ([from, to, text], scope) =>
    bounded(textOf(text).split(textOf(from)).join(textOf(to)), scope),
  repeat: ([count, text], scope) => {
    const length = numberOf(count) * textOf(text).length;
    if (length > maximumLength) throw new TemplateError('A text is too long.');
    return bounded(textOf(text).repeat(Math.max(0, numberOf(count))), scope);
  },
  nospace: ([text]) => textOf(text).replace(/\s+/g, ''),
  contains: ([part, text]) => textOf(text).includes(textOf(part)),
  hasPrefix: ([prefix, text]) => textOf(text).startsWith(textOf(prefix)),
  hasSuffix: ([suffix, text]) => textOf(text).endsWith(textOf(suffix)),
  join: ([separator, list]) =>
    joined(
      (isList(list) ? itemsOf(list) : [list]).map(tracedOf),
      textOf(separator),
    ),
  splitList: ([separator, text]) => textOf(text).split(textOf(separator)),
  split: ([separator, text]) => numbered(textOf(text).split(textOf(separator))),
  splitn: ([separator, count, text]) =>
    numbered(splitAtMost(textOf(text), textOf(separator), numberOf(count))),
  base: ([path]) => textOf(path).replace(/\/+$/, '').split('/').at(-1) ?? '',
  dir: ([path]) => textOf(path).split('/').slice(0, -1).join('/') || '.',
  ext: ([path]) => /\.[^./]*$/.exec(textOf(path))?.[0] ?? '',
  clean: ([path]) => textOf(path).replace(/\/+/g, '/').replace(/\/$/, ''),
  normalize: ([text]) => dnsName(textOf(text)),
  slugify: args => slug(args),
  abbrev: ([length, text]) => truncated(numberOf(length), tracedOf(text)),
  initials: ([text]) =>
    textOf(text)
      .split(/\s+/)
      .map(word => word.slice(0, 1))
      .join(''),
  plural: ([one, many, count]) => (numberOf(count) === 1 ? one : many),
};

function isPresent(value: TemplateValue): boolean {
  return !isNil(value);
}

function joined(
  parts: readonly TracedText[],
  separator: string = ' ',
): TracedText {
  return TracedText.concat(
    parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part])),
  );
}

function quoted(value: TemplateValue): TracedText {
  const traced = tracedOf(value);
  const plain = JSON.stringify(traced.text);
  const isUnchanged = plain.length === traced.text.length + 2;
  return isUnchanged
    ? TracedText.concat(['"', traced, '"'])
    : new TracedText(plain);
}

function width(value: TemplateValue): number {
  const spaces = numberOf(value);
  if (spaces > 200) throw new TemplateError('An indent is too wide.');
  return Math.max(0, spaces);
}

function truncated(length: number, text: TracedText): TracedText {
  if (length < 0) {
    return text.slice(Math.max(0, text.text.length + length));
  }
  return text.slice(0, Math.min(length, text.text.length));
}

function trimmedOf(characters: string, text: TemplateValue): TracedText {
  const traced = tracedOf(text);
  let [start, end] = [0, traced.text.length];
  while (start < end && characters.includes(traced.text[start])) start += 1;
  while (end > start && characters.includes(traced.text[end - 1])) end -= 1;
  return traced.slice(start, end);
}

function words(text: TemplateValue): string[] {
  return textOf(text)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter(word => word !== '');
}

function bounded(text: string, scope: FunctionScope): string {
  if (text.length > maximumLength) {
    throw new TemplateError('A text is too long.');
  }
  scope.charge(text.length / 100);
  return text;
}

/** `split` gives a mapping with the keys `_0`, `_1`, … */
function numbered(parts: readonly string[]): TemplateValue {
  const entries = new Map(parts.map((part, index) => [`_${index}`, part]));
  return { type: 'object', get: name => entries.get(name) };
}

function splitAtMost(text: string, separator: string, count: number): string[] {
  const parts = text.split(separator);
  if (count < 1 || parts.length <= count) return parts;
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}

function dnsName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '-')
    .slice(0, 253)
    .replace(/^[-.]+|[-.]+$/g, '');
}

/** Argo CD's `slugify [maximum] [smart] text`. */
function slug(args: readonly TemplateValue[]): string {
  const length = args.length > 1 ? numberOf(args[0]) : 50;
  const text = textOf(args.at(-1))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return text.slice(0, length).replace(/-+$/, '');
}

import { TemplateError } from './syntax';
import { TracedText } from './TracedText';
import { TracedTextBuilder } from './TracedTextBuilder';
import {
  entriesOf,
  isList,
  isMap,
  isText,
  itemsOf,
  plainOf,
  TemplateValue,
  textOf,
  tracedOf,
} from './templateValue';

const maximumDepth = 100;

/** Text that YAML would read as something else than that text. */
const needsQuotes =
  /^$|^[\s\-?:,[\]{}#&*!|>'"%@`]|[:\s]$|: | #|^(?:~|null|true|false|yes|no|on|off|y|n)$|^[-+.]?[0-9]|^\.(?:inf|nan)$|^=$/i;

/** Line breaks among them, which a plain scalar would lose. */
function hasControl(text: string): boolean {
  return [...text].some(character => character < ' ');
}

type Place = 'document' | 'value' | 'item';

class YamlWriter {
  readonly #output = new TracedTextBuilder();
  readonly #charge: (steps: number) => void;

  constructor(charge: (steps: number) => void) {
    this.#charge = charge;
  }

  build(): TracedText {
    return this.#output.build().trimEnd();
  }

  write(value: TemplateValue, depth: number, place: Place): void {
    this.#charge(1);
    if (depth > maximumDepth) throw new TemplateError('Values are too deep.');
    if (isMap(value) && entriesOf(value).size > 0) {
      this.#map(value, depth, place);
    } else if (isList(value) && itemsOf(value).length > 0) {
      this.#list(value, depth, place);
    } else {
      if (place === 'value') this.#output.append(' ');
      this.#scalar(value, depth);
      this.#output.append('\n');
    }
  }

  #map(value: TemplateValue, depth: number, place: Place): void {
    const entries = [...entriesOf(value)].sort(([a], [b]) => (a < b ? -1 : 1));
    if (place === 'value') this.#output.append('\n');
    entries.forEach(([key, item], index) => {
      const isInline = place === 'item' && index === 0;
      if (!isInline) this.#output.append('  '.repeat(depth));
      this.#output.append(needsQuotes.test(key) ? JSON.stringify(key) : key);
      this.#output.append(':');
      const inner = isList(item) ? depth : depth + 1;
      this.write(item, inner, 'value');
    });
  }

  #list(value: TemplateValue, depth: number, place: Place): void {
    if (place === 'value') this.#output.append('\n');
    itemsOf(value).forEach((item, index) => {
      const isInline = place === 'item' && index === 0;
      if (!isInline) this.#output.append('  '.repeat(depth));
      this.#output.append('- ');
      this.write(item, depth + 1, 'item');
    });
  }

  #scalar(value: TemplateValue, depth: number): void {
    if (isMap(value)) this.#output.append('{}');
    else if (isList(value)) this.#output.append('[]');
    else if (plainOf(value) === undefined) this.#output.append('null');
    else if (!isText(value)) this.#output.append(tracedOf(value));
    else this.#text(value, depth);
  }

  #text(value: TemplateValue, depth: number): void {
    const text = textOf(value);
    const isBlock =
      text.includes('\n') && /^[^\s]/.test(text) && !/[\t\r]|[ ]\n/.test(text);
    if (isBlock) this.#block(value, depth);
    else if (!needsQuotes.test(text) && !hasControl(text))
      this.#output.append(tracedOf(value));
    else this.#quoted(value);
  }

  #quoted(value: TemplateValue): void {
    const traced = tracedOf(value);
    const quoted = JSON.stringify(traced.text);
    const marks = traced.marks.map(({ origin }) => ({
      start: 0,
      end: quoted.length,
      origin,
    }));
    this.#output.append(new TracedText(quoted, marks.slice(0, 1)));
  }

  #block(value: TemplateValue, depth: number): void {
    const traced = tracedOf(value);
    const body = traced.text.replace(/\n+$/, '');
    const trailing = traced.text.length - body.length;
    const chomp = ['-', ''][trailing] ?? '+';
    const origin = traced.marks[0]?.origin;
    const pad = '  '.repeat(Math.max(1, depth));
    const lines = traced.text
      .replace(/\n$/, '')
      .split('\n')
      .map(line => (line === '' ? '' : pad + line));
    const text = `|${chomp}\n${lines.join('\n')}`;
    this.#output.append(origin ? TracedText.of(text, origin) : text);
  }
}

/** `toYaml`: keys in alphabetical order, each value telling its origin. */
export function serializeYaml(
  value: TemplateValue,
  charge: (steps: number) => void,
): TracedText {
  const writer = new YamlWriter(charge);
  writer.write(value, 0, 'document');
  return writer.build();
}

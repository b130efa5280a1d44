import { TracedText } from '../TracedText';
import {
  isText,
  numberOf,
  TemplateValue,
  textOf,
  tracedOf,
} from '../templateValue';

const verb = /%([-+# 0]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g;

/** Go's `Sprintf`, for the verbs that templates use. */
export function formatText(
  format: string,
  values: readonly TemplateValue[],
): TracedText {
  const parts: (TracedText | string)[] = [];
  let next = 0;
  let end = 0;
  for (const found of format.matchAll(verb)) {
    const [whole, flags, width, precision, letter] = found;
    parts.push(format.slice(end, found.index));
    end = found.index + whole.length;
    if (letter === '%') {
      parts.push('%');
      continue;
    }
    const text = formatted(letter, precision, values[next]);
    next += 1;
    parts.push(padded(text, flags, Math.min(Number(width), 200)));
  }
  parts.push(format.slice(end));
  return TracedText.concat(parts);
}

function formatted(
  letter: string,
  precision: string | undefined,
  value: TemplateValue,
): TracedText {
  switch (letter) {
    case 'd':
      return isText(value)
        ? new TracedText(`%!d(string=${textOf(value)})`)
        : tracedOf(value);
    case 'q':
      return new TracedText(JSON.stringify(textOf(value)));
    case 'x':
      return new TracedText(numberOf(value).toString(16));
    case 'f':
      return new TracedText(
        numberOf(value).toFixed(Math.min(Number(precision ?? 6), 20)),
      );
    default:
      return precision === undefined
        ? tracedOf(value)
        : tracedOf(value).slice(0, Number(precision));
  }
}

function padded(text: TracedText, flags: string, width: number): TracedText {
  const missing = width - text.text.length;
  if (missing <= 0) return text;
  if (flags.includes('-')) {
    return TracedText.concat([text, ' '.repeat(missing)]);
  }
  const pad = flags.includes('0') ? '0' : ' ';
  return TracedText.concat([pad.repeat(missing), text]);
}

import { TracedText } from './TracedText';
import { TemplateValue } from './templateValue';

interface FileSource {
  readonly branch: string;
  readonly file: string;
}

const files = new WeakMap<TracedText, FileSource>();

/** The whole text of a file; YAML read from it tells the file's lines. */
export function fileText(text: string, source: FileSource): TracedText {
  const traced = new TracedText(text);
  files.set(traced, source);
  return traced;
}

export function fileOf(value: TemplateValue): FileSource | undefined {
  return value instanceof TracedText ? files.get(value) : undefined;
}

import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { loadAll, YAMLException } from 'js-yaml';
import { NodeBuilder } from './NodeBuilder';
import { MapNode, SourceDocument, textAt, YamlNode } from './YamlNode';
import { textKeepingSchema } from './yamlSchema';

/**
 * A document may repeat its own parts through aliases; past this many nodes
 * when they are written out it is taken for an attack (a "YAML bomb").
 */
const maximumExpandedNodes = 2_000_000;

export interface ParsedDocument {
  readonly source: SourceDocument;
  readonly root: YamlNode;
}

export interface ParsedYaml {
  readonly documents: readonly ParsedDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface YamlSource {
  readonly branch: string;
  readonly file: string;
  /** Set where the text is the value of a field of another document. */
  readonly within?: YamlNode;
  /** Lines before the text in the file. */
  readonly lineOffset?: number;
}

/**
 * Reads every document of a text. A document that isn't YAML is a diagnostic
 * with its line; the others of the same file are still read.
 */
export function parseYaml(text: string, source: YamlSource): ParsedYaml {
  const marked = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  // js-yaml takes the tag for the mapping's; without it the key means the same.
  const clean = marked.replace(/!!merge +<<:/g, '<<:');
  const whole = parseStream(clean, source, 0, source.lineOffset ?? 0);
  if (whole.failure === undefined) return whole;
  const parts = splitDocuments(clean);
  if (parts.length === 1) return whole;
  const documents: ParsedDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const part of parts) {
    const offset = (source.lineOffset ?? 0) + part.line;
    const parsed = parseStream(part.text, source, documents.length, offset);
    documents.push(...parsed.documents);
    diagnostics.push(...parsed.diagnostics);
  }
  return { documents, diagnostics };
}

type Stream = ParsedYaml & { readonly failure?: unknown };

function parseStream(
  text: string,
  source: YamlSource,
  firstIndex: number,
  lineOffset: number,
): Stream {
  const documents: { id: string; branch: string; file: string }[] = [];
  const current = (index: number) => {
    documents[index] ??= {
      branch: source.branch,
      file: source.file,
      id: `#${firstIndex + index}`,
      ...(source.within && { within: source.within }),
    };
    return documents[index];
  };
  const builder = new NodeBuilder(current, lineOffset);
  try {
    loadAll(text, () => undefined, {
      json: true,
      schema: textKeepingSchema,
      listener: (event, state) => builder.listen(event, state),
    });
  } catch (error) {
    return {
      documents: [],
      diagnostics: [failure(error, source, lineOffset)],
      failure: error,
    };
  }
  const diagnostics: Diagnostic[] = builder.duplicates.map(({ key, line }) => ({
    level: 'warning',
    code: 'duplicate-key',
    message: `The key ${key} is written twice; the last one is taken.`,
    file: source.file,
    line,
  }));
  const parsed: ParsedDocument[] = [];
  builder.roots.forEach((root, index) => {
    if (root.size > maximumExpandedNodes) {
      diagnostics.push(bomb(source, root));
      return;
    }
    documents[index].id = objectId(root) ?? documents[index].id;
    parsed.push({ source: documents[index], root });
  });
  return { documents: parsed, diagnostics };
}

/** How an origin names an object's document. */
export function objectId(root: YamlNode): string | undefined {
  const kind = textAt(root, 'kind');
  const name = textAt(root, 'metadata', 'name');
  if (!(root instanceof MapNode) || kind === undefined || name === undefined) {
    return undefined;
  }
  return `${kind}/${textAt(root, 'metadata', 'namespace') ?? '_'}/${name}`;
}

function splitDocuments(text: string): { text: string; line: number }[] {
  const parts: { text: string; line: number }[] = [];
  let start = 0;
  let lines: string[] = [];
  text.split('\n').forEach((line, index) => {
    if (/^---(\s|$)/.test(line) && lines.length > 0) {
      parts.push({ text: lines.join('\n'), line: start });
      lines = [];
      start = index;
    }
    lines.push(line);
  });
  parts.push({ text: lines.join('\n'), line: start });
  return parts;
}

function failure(
  error: unknown,
  source: YamlSource,
  lineOffset: number,
): Diagnostic {
  if (error instanceof YAMLException) {
    const line = (error.mark?.line ?? 0) + 1 + lineOffset;
    const message = `Not YAML: ${error.reason}.`;
    return {
      level: 'warning',
      code: 'yaml-invalid',
      message,
      file: source.file,
      line,
    };
  }
  if (error instanceof RangeError) {
    return {
      level: 'warning',
      code: 'yaml-too-complex',
      message: `Not read: ${error.message}.`,
      file: source.file,
      line: lineOffset + 1,
    };
  }
  throw error;
}

function bomb(source: YamlSource, root: YamlNode): Diagnostic {
  return {
    level: 'warning',
    code: 'yaml-too-complex',
    message: 'Not read: its aliases repeat too many nodes.',
    file: source.file,
    line: root.line,
  };
}

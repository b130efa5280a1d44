import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { ParsedDocument } from './parseYaml';
import {
  entriesAt,
  itemsAt,
  MapNode,
  ScalarNode,
  textAt,
  YamlNode,
} from './YamlNode';

/** A Kubernetes object, as it stands in a file or as kustomize composed it. */
export class Manifest {
  readonly root: MapNode;
  readonly apiVersion: string;
  readonly kind: string;
  /** Files that shaped it: its own, patches, generators; the first is its own. */
  readonly files: readonly string[];

  private constructor(
    root: MapNode,
    apiVersion: string,
    kind: string,
    files: readonly string[],
  ) {
    this.root = root;
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.files = files;
  }

  /** The objects of a document; a `List` is taken apart. */
  static of(document: ParsedDocument): Manifest[] {
    return Manifest.fromNode(document.root, [document.source.file]);
  }

  static fromNode(root: YamlNode, files: readonly string[]): Manifest[] {
    if (!(root instanceof MapNode)) return [];
    const apiVersion = textAt(root, 'apiVersion');
    const kind = textAt(root, 'kind');
    if (apiVersion === undefined || kind === undefined) return [];
    if (kind.endsWith('List') && root.get('items') !== undefined) {
      return itemsAt(root, 'items').flatMap(item =>
        Manifest.fromNode(item, files),
      );
    }
    return [new Manifest(root, apiVersion, kind, files)];
  }

  /** The API group; `''` is the core group. */
  get group(): string {
    const slash = this.apiVersion.indexOf('/');
    return slash < 0 ? '' : this.apiVersion.slice(0, slash);
  }

  get name(): string {
    return textAt(this.root, 'metadata', 'name') ?? '';
  }

  get namespace(): string | undefined {
    return textAt(this.root, 'metadata', 'namespace');
  }

  get labels(): Readonly<Record<string, string>> {
    return textEntries(this.root, 'metadata', 'labels');
  }

  get annotations(): Readonly<Record<string, string>> {
    return textEntries(this.root, 'metadata', 'annotations');
  }

  /** The file it stands in before anything was composed onto it. */
  get file(): string {
    return this.files[0];
  }

  get line(): number {
    return this.root.line;
  }

  /** A copy with another content, shaped by further files. */
  with(root: MapNode, files: readonly string[] = []): Manifest {
    const all = [...new Set([...this.files, ...files])];
    return new Manifest(
      root,
      textAt(root, 'apiVersion') ?? this.apiVersion,
      textAt(root, 'kind') ?? this.kind,
      all,
    );
  }
}

function textEntries(
  node: YamlNode,
  ...path: readonly string[]
): Record<string, string> {
  const result: Record<string, string> = Object.create(null);
  for (const [key, value] of entriesAt(node, ...path)) {
    if (value instanceof ScalarNode) result[key] = value.text;
  }
  return result;
}

/** What a file holds: its documents, or why there is none. */
export interface ManifestFile {
  readonly path: string;
  readonly documents: readonly ParsedDocument[];
  readonly manifests: readonly Manifest[];
  readonly diagnostics: readonly Diagnostic[];
}

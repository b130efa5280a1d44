import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { MapNode, ScalarNode, YamlNode } from '../../manifests/YamlNode';
import { DiscoveryContext, ValuesSource } from '../declaration';
import { mergeNodes } from '../mergeNodes';

/** Where values files are looked for. */
export type BranchLookup = Pick<DiscoveryContext, 'branch'>;

/** Values as the chart gets them; every node tells who supplied it. */
export interface MergedValues {
  readonly values: MapNode | undefined;
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

class ValuesMerging {
  readonly #context: BranchLookup;
  readonly #files: string[] = [];
  readonly #diagnostics: Diagnostic[] = [];
  #values: MapNode | undefined;

  constructor(context: BranchLookup) {
    this.#context = context;
  }

  result(): MergedValues {
    return {
      values: this.#values,
      files: this.#files,
      diagnostics: this.#diagnostics,
    };
  }

  add(source: ValuesSource): void {
    switch (source.type) {
      case 'file':
        this.#addFile(source);
        return;
      case 'inline':
        this.#merge(source.values);
        return;
      case 'parameter':
        this.#merge(parameterValues(source.name, source.value));
        return;
      default:
        this.#diagnostics.push({
          level: 'info',
          code: 'values-not-in-git',
          message: source.reason,
          ...(source.location && {
            file: source.location.file,
            line: source.location.line,
          }),
        });
    }
  }

  #addFile(source: Extract<ValuesSource, { type: 'file' }>): void {
    const branch = this.#context.branch(source.branch);
    if (branch === undefined || !branch.tree.entries.has(source.path)) {
      if (!source.optional) this.#reportMissing(source);
      return;
    }
    this.#files.push(source.path);
    const { documents, diagnostics } = branch.file(source.path);
    this.#diagnostics.push(...diagnostics);
    for (const { root } of documents) this.#merge(root);
  }

  #reportMissing({ path, location }: Extract<ValuesSource, { type: 'file' }>) {
    this.#diagnostics.push({
      level: 'warning',
      code: 'values-file-missing',
      message: `The values file ${path} does not exist.`,
      file: location.file,
      line: location.line,
    });
  }

  #merge(values: YamlNode): void {
    if (!(values instanceof MapNode)) return;
    const merged = this.#values ? mergeNodes(this.#values, values) : values;
    if (merged instanceof MapNode) this.#values = merged;
  }
}

/** Merges values in the order given, the later winning, as Helm does. */
export function mergeValues(
  sources: readonly ValuesSource[],
  context: BranchLookup,
): MergedValues {
  const merging = new ValuesMerging(context);
  sources.forEach(source => merging.add(source));
  return merging.result();
}

const maximumDepth = 50;

/**
 * `a.b.c=value` as values; a dot that a backslash precedes is part of the key.
 * An index into a list can't be merged without the list, so the item's key
 * stands for it.
 */
export function parameterValues(name: string, value: ScalarNode): YamlNode {
  const keys = name
    .split(/(?<!\\)\./)
    .map(key => key.replace(/\\\./g, '.'))
    .slice(0, maximumDepth);
  return keys.reduceRight<YamlNode>(
    (inner, key) => new MapNode(new Map([[key, inner]]), value.position),
    value,
  );
}

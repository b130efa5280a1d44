import {
  ArtifactKind,
  Diagnostic,
} from '@backstage-gitops/plugin-gitops-common';
import { ScalarNode, YamlNode } from '../../manifests/YamlNode';

/** A file that a rule reads. @public */
export interface RuleFile {
  readonly repository: { readonly id: string; readonly url: string };
  readonly branch: string;
  /** From the repository's root. */
  readonly path: string;
  /** What named groups of the rule's expression matched. */
  readonly groups: Readonly<Record<string, string | undefined>>;
  /** The YAML or JSON documents in it, with their places; at least one. */
  readonly documents: readonly YamlNode[];
}

/** A version that a file declares. @public */
export interface RuleArtifact {
  readonly kind: ArtifactKind;
  /** An image without its tag, a chart, or what the version is of. */
  readonly name: string;
  /** Where it is written: what history follows, and what proposals edit. */
  readonly version: ScalarNode;
}

/**
 * One service in one environment, as a file declares it: a unit with one
 * target.
 *
 * @public
 */
export interface RuleDeclaration {
  readonly service: string;
  /** As the repository names it; inferred from the path where absent. */
  readonly environment?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  /** At least one. */
  readonly artifacts: readonly RuleArtifact[];
}

/** What a rule made of a file. @public */
export interface RuleReading {
  readonly declarations: readonly RuleDeclaration[];
  /** What it could not read, and why. */
  readonly diagnostics?: readonly Diagnostic[];
}

/**
 * What turns files into units and targets where neither an engine's objects
 * nor a folder's layout says what they declare. The `rules` of a repository
 * are such rules, too: a path and a key.
 *
 * @public
 */
export interface FileRule {
  readonly name: string;
  /** Another one where it reads otherwise than before: files are read anew. */
  readonly version?: string;
  /** Paths that it reads, from the root; other files it never sees. */
  readonly files: RegExp;
  /**
   * A pure function of the file, since any commit may be asked about. What it
   * throws is a diagnostic of the repository, which is read without that file.
   */
  read(file: RuleFile): RuleReading;
}

/** The match of a path, whatever the flags of the rule's expression are. */
export function matchOf(
  { files }: Pick<FileRule, 'files'>,
  path: string,
): RegExpExecArray | undefined {
  const flags = files.flags.replace(/[gy]/g, '');
  const expression =
    flags === files.flags ? files : new RegExp(files.source, flags);
  return expression.exec(path) ?? undefined;
}

import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import {
  DiscoveredArtifact,
  Discovery,
  DiscoveryInput,
} from '../discovery/model';
import { FileTree } from '../git/FileTree';
import { editScalar } from './edit/editScalar';
import { EditedTree } from './EditedTree';
import { EditedFile, VersionMove } from './model';
import { moveDigest, moveVersion } from './moveVersion';
import { variablePlace } from './variablePlace';
import { DifferingValue } from './values/differingValues';

/** The edits of a proposal, file by file; a refusal is a diagnostic. */
export class VersionEdits {
  readonly diagnostics: Diagnostic[] = [];
  /** Fields that automation writes as well. */
  readonly automated: Diagnostic[] = [];
  readonly #input: DiscoveryInput;
  readonly #recipes: Discovery['recipes'];
  readonly #texts = new Map<string, Map<string, string>>();
  /** What each edited place holds now, so that two moves agree on it. */
  readonly #places = new Map<string, string>();

  constructor(input: DiscoveryInput, recipes: Discovery['recipes']) {
    this.#input = input;
    this.#recipes = recipes;
  }

  add(move: VersionMove): void {
    const { artifact, to } = move;
    const { branch, file, document } = artifact.source;
    const place = [branch, file, document, artifact.field].join('\n');
    const wanted = `${to.version}@${to.digest ?? ''}`;
    const known = this.#places.get(place);
    if (known === wanted) return;
    if (known !== undefined) {
      this.#refuse(artifact, 'is to become two versions at once');
      return;
    }
    this.#places.set(place, wanted);
    this.#edit(artifact, move);
  }

  #edit(artifact: DiscoveredArtifact, move: VersionMove): void {
    const { to } = move;
    const { branch, file } = artifact.source;
    const text = this.#textOf(branch, file);
    if (text === undefined) {
      this.#refuse(artifact, 'is in a file that can not be read');
      return;
    }
    const moved = moveVersion(text, artifact, to);
    if (moved.state === 'refused') {
      if (this.#setVariable(text, move)) return;
      this.#refuse(artifact, moved.message, moved.reason);
      return;
    }
    const pinned = moveDigest(moved.text, artifact, to);
    if (pinned.state === 'refused') {
      this.#refuse(artifact, pinned.message, pinned.reason);
      return;
    }
    if (isAutomated(text, artifact)) this.automated.push(automation(artifact));
    this.#put(branch, file, pinned.text);
  }

  /** Where the text names a variable that holds the version. */
  #setVariable(text: string, { target, artifact, to }: VersionMove): boolean {
    const line = text.split('\n')[artifact.line - 1] ?? '';
    const recipe = this.#recipes?.get(target.unit);
    const place = variablePlace(artifact, line, recipe);
    const current = place && this.#textOf(place.branch, place.file);
    if (place === undefined || current === undefined) return false;
    const edited = editScalar(current, place, value =>
      value === artifact.version || value === to.version
        ? to.version
        : undefined,
    );
    if (edited.state === 'refused') return false;
    this.#put(place.branch, place.file, edited.text);
    return true;
  }

  /** Edits that are made upon those of versions. */
  bring({ shown, edit: { branch, file, edit } }: DifferingValue): void {
    const edited = edit(this.#textOf(branch, file));
    if (edited.state === 'refused') {
      this.diagnostics.push({
        level: 'error',
        code: `proposal-${edited.reason}`,
        message: `${shown.field}: ${edited.message}`,
        file,
        line: shown.line,
      });
      return;
    }
    this.#put(branch, file, edited.text);
  }

  #put(branch: string, file: string, text: string): void {
    const texts = this.#texts.get(branch) ?? new Map<string, string>();
    this.#texts.set(branch, texts.set(file, text));
  }

  files(): EditedFile[] {
    return [...this.#texts].flatMap(([branch, texts]) =>
      [...texts].flatMap(([path, after]) => {
        const before = this.#original(branch, path) ?? '';
        return before === after ? [] : [{ branch, path, before, after }];
      }),
    );
  }

  trees(): ReadonlyMap<string, FileTree> {
    return new Map(
      this.#input.branches.flatMap(({ name, tree }) => {
        const texts = this.#texts.get(name);
        return texts === undefined ? [] : [[name, new EditedTree(tree, texts)]];
      }),
    );
  }

  #textOf(branch: string, file: string): string | undefined {
    return this.#texts.get(branch)?.get(file) ?? this.#original(branch, file);
  }

  #original(branch: string, file: string): string | undefined {
    const found = this.#input.branches.find(({ name }) => name === branch);
    const content = found?.tree.content(file);
    return content?.state === 'text' ? content.text : undefined;
  }

  #refuse(
    { kind, name, file, line }: DiscoveredArtifact,
    message: string,
    reason = 'conflict',
  ): void {
    this.diagnostics.push({
      level: 'error',
      code: `proposal-${reason}`,
      message: `${kind} ${name}: ${message}`,
      file,
      line,
    });
  }
}

/** The marker by which Flux's image automation finds what it writes. */
function isAutomated(text: string, { line }: DiscoveredArtifact): boolean {
  return (text.split('\n')[line - 1] ?? '').includes('"$imagepolicy"');
}

function automation({
  kind,
  name,
  file,
  line,
}: DiscoveredArtifact): Diagnostic {
  return {
    level: 'warning',
    code: 'proposal-automated',
    message: `${kind} ${name} is written by image automation, which may move it again.`,
    file,
    line,
  };
}

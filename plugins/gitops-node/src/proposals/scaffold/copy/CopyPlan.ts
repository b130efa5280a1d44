import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { isMap } from 'yaml';
import {
  DiscoveredTarget,
  Discovery,
  DiscoveryBranch,
} from '../../../discovery/model';
import {
  directoryOf,
  isWithin,
  resolvePath,
} from '../../../discovery/repositoryPath';
import { isEncrypted } from '../../edit/editScalar';
import { readText, ReadText } from '../../edit/findScalar';
import { generatedSecrets } from '../../generatedSecrets';
import { notice, refusal } from '../refusal';
import { TreeEdits } from '../../TreeEdits';
import { CopyRules } from './CopyRules';
import { insertCopies, removeMembers } from './editMembers';
import { findMembers, Membership } from './findMembers';
import { imagePolicyMarkers } from './imagePolicyMarkers';
import { holdersOf, OwnFiles, ownFiles } from './OwnFiles';
import { rewriteScalars, spliced, Splice } from './rewriteScalars';
import { isSecret, secretGenerator } from './secrets';
import { extentOf, keyOf, Member, scalarTextOf } from './SourceNodes';

/** What is copied, and how it is to differ. */
export interface CopyRequest {
  readonly discovery: Discovery;
  readonly branch: DiscoveryBranch;
  readonly rules: CopyRules;
  /** Whose files they are. */
  readonly isMeant: (target: DiscoveredTarget) => boolean;
  /** Which of these are copied. */
  readonly isChosen: (target: DiscoveredTarget) => boolean;
  /** Files that are theirs although no target of theirs needs them yet. */
  readonly seeds?: readonly string[];
}

/**
 * Copies what declares some targets of a branch: the files that are theirs
 * alone under new names, and wherever another file lists or holds them, the
 * part that does. Secrets stay behind.
 */
export class CopyPlan {
  readonly diagnostics: Diagnostic[] = [];
  readonly #request: CopyRequest;
  readonly #edits: TreeEdits;
  readonly #files: OwnFiles;
  readonly #copied: ReadonlySet<string>;
  readonly #left: ReadonlySet<string>;
  readonly #secrets: ReadonlySet<string>;

  constructor(request: CopyRequest, edits: TreeEdits) {
    const { discovery, branch, rules, isMeant } = request;
    this.#request = request;
    this.#edits = edits;
    this.#secrets = generatedSecrets(branch);
    this.#files = ownFiles(
      discovery,
      branch.tree,
      branch.name,
      isMeant,
      rules.words,
      request.seeds,
    );
    const chosen = chosenOf(this.#files.own, request);
    const left = new Set(chosen.filter(path => this.#mustStay(path)));
    this.#left = left;
    this.#copied = new Set(chosen.filter(path => !left.has(path)));
  }

  /** Files that are copied, by their old paths. */
  get copied(): ReadonlySet<string> {
    return this.#copied;
  }

  run(): void {
    const { rules } = this.#request;
    for (const path of this.#copied) rules.learn(this.#text(path) ?? '');
    for (const path of this.#copied) this.#copyFile(path);
    for (const path of this.#request.branch.tree.entries.keys()) {
      if (!this.#copied.has(path) && !this.#left.has(path)) {
        this.#register(path);
      }
    }
  }

  /** Secrets and what is no text; the person is told. */
  #mustStay(path: string): boolean {
    const { tree } = this.#request.branch;
    const content = tree.content(path);
    const at = { file: path };
    if (
      content.state !== 'text' ||
      tree.entries.get(path)?.type === 'symlink'
    ) {
      this.diagnostics.push(
        notice('not-copied', `${path} is no text that could be copied.`, at),
      );
      return true;
    }
    const documents = readText(content.text)?.documents ?? [];
    const isHidden =
      this.#secrets.has(path) ||
      isEncrypted(content.text) ||
      (documents.length > 0 && documents.every(isSecret));
    if (isHidden) {
      this.diagnostics.push(
        notice(
          'secret-not-copied',
          `${path} holds secrets, which are not copied; make those of the new one.`,
          at,
        ),
      );
    }
    return isHidden;
  }

  #text(path: string): string | undefined {
    const content = this.#request.branch.tree.content(path);
    return content.state === 'text' ? content.text : undefined;
  }

  #copyFile(path: string): void {
    const { branch, rules } = this.#request;
    const renamed = rules.renamePath(path);
    if (this.#edits.has(branch.name, renamed)) {
      const message = `${renamed} is there already.`;
      this.diagnostics.push(refusal('exists', message, { file: renamed }));
      return;
    }
    const text = this.#withoutSecrets(path, this.#text(path) ?? '');
    const isExecutable = branch.tree.entries.get(path)?.type === 'executable';
    this.#edits.write(
      branch.name,
      renamed,
      this.#rewritten(path, text),
      isExecutable,
    );
  }

  #rewritten(path: string, text: string): string {
    const { rules } = this.#request;
    const read = /\.(?:md|txt|tpl)$/.test(path) ? undefined : readText(text);
    if (read === undefined) {
      if (rules.words.has(text)) {
        const message = `${path} is copied as it is, since it is no plain YAML; look at the names in it.`;
        this.diagnostics.push(notice('copied-as-is', message, { file: path }));
      }
      return text;
    }
    const copy = spliced(text, this.#splices(path, text, read));
    return imagePolicyMarkers(copy, rules, this.diagnostics, path);
  }

  #splices(path: string, text: string, read: ReadText): readonly Splice[] {
    const { rules, branch } = this.#request;
    const given = rules.givenIn(branch.name, path, read);
    return read.documents.flatMap(document =>
      document.contents === null
        ? []
        : rewriteScalars(
            document.contents,
            text,
            site => rules.rewrite(site, name => this.#isRenamed(path, name)),
            {
              objectKind: scalarTextOf(document.get('kind', true)),
              given,
              renameText: block => rules.renameBlock(block),
            },
          ),
    );
  }

  /** Whether a text isn't the path of something that stays where it is. */
  #isRenamed(path: string, text: string): boolean {
    const { tree } = this.#request.branch;
    const places = [
      resolvePath(directoryOf(path), text),
      resolvePath('', text.replace(/^\/+/, '')),
    ];
    const known = places.filter(
      place =>
        place !== undefined &&
        place !== '' &&
        (tree.entries.has(place) || tree.hasDirectory(place)),
    );
    return (
      known.length === 0 ||
      known.some(place => place !== undefined && this.#isCopied(place))
    );
  }

  #isCopied(place: string): boolean {
    return [...this.#copied].some(path => isWithin(path, place));
  }

  /** What a copy would have of secrets that stay behind, taken out. */
  #withoutSecrets(path: string, text: string): string {
    const read = readText(text);
    if (read === undefined) return text;
    const secrets = read.documents.filter(isSecret);
    const literals = read.documents.flatMap(document => generatorOf(document));
    if (secrets.length > 0 || literals.length > 0) {
      const message = `The secrets in ${path} are not copied; make those of the new one.`;
      this.diagnostics.push(
        notice('secret-not-copied', message, { file: path }),
      );
    }
    const members: Member[] = [
      ...secrets.map(document => ({ kind: 'document', document } as const)),
      ...literals,
      ...read.documents.flatMap(document =>
        isSecret(document) ? [] : findMembers(document, this.#leftBehind(path)),
      ),
    ];
    const removed = removeMembers(text, members);
    return removed.state === 'edited' ? removed.text : text;
  }

  #leftBehind(path: string): Membership {
    return {
      isOwnPath: text => {
        const place = resolvePath(directoryOf(path), text);
        return place !== undefined && this.#left.has(place);
      },
      isOwnItem: values => this.#request.rules.isLeftOut(values),
      isOwnName: () => false,
      isOwnObject: () => false,
    };
  }

  /** Copies the parts of a file of others that list or hold the example. */
  #register(path: string): void {
    const { rules, branch } = this.#request;
    if (!/\.ya?ml$/.test(path) && !this.#files.shared.has(path)) return;
    const text = this.#edits.text(branch.name, path);
    if (text === undefined || !rules.words.has(text)) return;
    if (isEncrypted(text)) return;
    const read = readText(text);
    if (read === undefined) return;
    const splices = this.#splices(path, text, read);
    const copies = read.documents
      .flatMap(document => findMembers(document, this.#listedIn(path)))
      .flatMap(member => {
        const extent = extentOf(text, member);
        if (extent === undefined) return [{ member, copy: '' }];
        const { start, end } = extent;
        const copy = spliced(text, splices, start, end);
        const renamed = rules.renameKey(member, copy);
        return renamed === text.slice(start, end)
          ? []
          : [{ member, copy: renamed }];
      });
    if (copies.length === 0) return;
    const edited = insertCopies(text, copies);
    if (edited.state === 'refused') {
      const message = `${path}: ${edited.message}`;
      this.diagnostics.push(refusal(edited.reason, message, { file: path }));
      return;
    }
    this.#edits.write(branch.name, path, edited.text);
  }

  #listedIn(path: string): Membership {
    const { rules, discovery, isChosen } = this.#request;
    const isNear = this.#files.shared.has(path);
    const units = discovery.units.filter(
      unit =>
        unit.declaredBy.file === path &&
        discovery.targets.some(
          target => target.unit === unit.id && isChosen(target),
        ),
    );
    return {
      isOwnPath: text => {
        const place = resolvePath(directoryOf(path), text);
        return place !== undefined && place !== '' && this.#isWhole(place);
      },
      isOwnItem: values => isNear && rules.isItem(values, units),
      isOwnName: text => isNear && rules.words.is(text),
      isOwnObject: (kind, name) =>
        isNear &&
        rules.words.has(name) &&
        (rules.isHelper(kind) ||
          units.some(unit => unit.kind === kind && unit.name === name)),
    };
  }

  /** Whether a path is copied, with everything below it. */
  #isWhole(place: string): boolean {
    return this.#isCopied(place) && this.#request.rules.words.has(place);
  }
}

function generatorOf(document: ReadText['documents'][number]): Member[] {
  const map: unknown = document.contents;
  return isMap(map)
    ? map.items.flatMap((pair, index) =>
        keyOf(pair) === secretGenerator
          ? [{ kind: 'entry' as const, map, pair, index }]
          : [],
      )
    : [];
}

/** Own files that the chosen targets need, and not only others of theirs. */
function chosenOf(
  own: readonly string[],
  { discovery, branch, isMeant, isChosen, seeds }: CopyRequest,
): readonly string[] {
  const needed = new Set<string>(seeds);
  const others = new Set<string>();
  const holders = holdersOf(discovery, branch.name);
  for (const unit of discovery.units) {
    const held = holders(unit.id).held.filter(isMeant);
    if (held.length === 0) continue;
    const into = held.some(isChosen) ? needed : others;
    [unit.declaredBy.file, ...unit.files].forEach(file => into.add(file));
  }
  const isOthers = (path: string) => others.has(path) && !needed.has(path);
  const folders = new Set(own.filter(isOthers).map(path => directoryOf(path)));
  const kept = new Set(
    own.filter(path => needed.has(path)).map(path => directoryOf(path)),
  );
  return own.filter(path => {
    if (isOthers(path)) return false;
    const folder = directoryOf(path);
    return needed.has(path) || !folders.has(folder) || kept.has(folder);
  });
}

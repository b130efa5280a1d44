import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { isMap, isSeq } from 'yaml';
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
import { readText } from '../../edit/findScalar';
import { notice, refusal } from '../refusal';
import { TreeEdits } from '../../TreeEdits';
import { removeMembers } from './editMembers';
import { findMembers, Membership } from './findMembers';
import { OwnFiles, ownFiles } from './OwnFiles';
import { Words } from './Words';

export interface RemovalRequest {
  readonly discovery: Discovery;
  readonly branch: DiscoveryBranch;
  readonly service: string;
  readonly isMeant: (target: DiscoveredTarget) => boolean;
}

const nameKeys = ['name', 'service', 'app', 'application', 'releaseName'];

/** Takes what declares some targets of a service out of a branch. */
export class RemovalPlan {
  readonly diagnostics: Diagnostic[] = [];
  readonly #request: RemovalRequest;
  readonly #edits: TreeEdits;
  readonly #words: Words;
  readonly #files: OwnFiles;
  readonly #gone: ReadonlySet<string>;

  constructor(request: RemovalRequest, edits: TreeEdits) {
    const { discovery, branch, service, isMeant } = request;
    this.#request = request;
    this.#edits = edits;
    // Any other name will do: only whether it is named counts.
    this.#words = new Words(new Map([[service, `${service}-retired`]]));
    this.#files = ownFiles(
      discovery,
      branch.tree,
      branch.name,
      isMeant,
      this.#words,
    );
    this.#gone = new Set(this.#files.own);
  }

  run(): void {
    const { branch } = this.#request;
    for (const path of this.#gone) this.#edits.remove(branch.name, path);
    for (const path of branch.tree.entries.keys()) {
      if (!this.#gone.has(path)) this.#strike(path);
    }
  }

  /** Takes out the parts of a file of others that list or hold it. */
  #strike(path: string): void {
    const { branch } = this.#request;
    if (!/\.ya?ml$/.test(path) && !this.#files.shared.has(path)) return;
    const text = this.#edits.text(branch.name, path);
    if (text === undefined || !this.#words.has(text)) return;
    const read = isEncrypted(text) ? undefined : readText(text);
    if (read === undefined) return;
    const members = read.documents.flatMap(document =>
      findMembers(document, this.#listedIn(path)),
    );
    if (members.length === 0) return;
    const whole = members.filter(({ kind }) => kind === 'document');
    if (whole.length > 0 && whole.length === read.documents.length) {
      this.#edits.remove(branch.name, path);
      return;
    }
    const removed = removeMembers(text, members);
    if (removed.state === 'refused') {
      const message = `${path}: ${removed.message}`;
      this.diagnostics.push(refusal(removed.reason, message, { file: path }));
      return;
    }
    const emptied = members.some(
      member =>
        (member.kind === 'item' &&
          isEmptied(member.list.items.length, members, member)) ||
        (member.kind === 'entry' &&
          isEmptied(member.map.items.length, members, member)),
    );
    if (emptied) {
      const message = `Nothing is left in a list of ${path} that named ${
        this.#request.service
      }; see whether the file is still needed.`;
      this.diagnostics.push(notice('list-empty', message, { file: path }));
    }
    this.#edits.write(branch.name, path, removed.text);
  }

  #listedIn(path: string): Membership {
    const { discovery, isMeant } = this.#request;
    const isNear = this.#files.shared.has(path);
    const units = discovery.units.filter(
      unit =>
        unit.declaredBy.file === path &&
        discovery.targets.some(
          target => target.unit === unit.id && isMeant(target),
        ),
    );
    const isName = (text: string) =>
      this.#words.is(text) ||
      units.some(({ name }) => name === text && this.#words.has(name));
    return {
      isOwnPath: text => {
        const place = resolvePath(directoryOf(path), text);
        return place !== undefined && place !== '' && this.#isGone(place);
      },
      isOwnItem: values =>
        isNear &&
        this.#isWhole() &&
        nameKeys.some(key => isName(values.get(key) ?? '')),
      isOwnName: text => isNear && this.#isWhole() && this.#words.is(text),
      isOwnObject: (kind, name) =>
        isNear && units.some(unit => unit.kind === kind && unit.name === name),
    };
  }

  /** Whether the service goes altogether, so that nobody needs its name. */
  #isWhole(): boolean {
    const { discovery, service, isMeant } = this.#request;
    return discovery.targets.every(
      target => target.service !== service || isMeant(target),
    );
  }

  /** Whether nothing is left at or below a path that was there. */
  #isGone(place: string): boolean {
    const { tree } = this.#request.branch;
    const below = [...tree.entries.keys()].filter(path =>
      isWithin(path, place),
    );
    return below.length > 0 && below.every(path => this.#gone.has(path));
  }
}

function isEmptied(
  length: number,
  members: readonly unknown[],
  member: { readonly list?: unknown; readonly map?: unknown },
): boolean {
  const container = member.list ?? member.map;
  if (!isSeq(container) && !isMap(container)) return false;
  const same = members.filter(
    other =>
      typeof other === 'object' &&
      other !== null &&
      (('list' in other && other.list === container) ||
        ('map' in other && other.map === container)),
  );
  return same.length === length;
}

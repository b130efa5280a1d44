import { Unit } from '@backstage-gitops/plugin-gitops-common';
import { Scalar } from 'yaml';
import { renamedKey, renamedText } from './baseRules';
import { CopyRules } from './CopyRules';
import { ScalarSite } from './rewriteScalars';
import { Member } from './SourceNodes';
import { Words } from './Words';

/** Which words become which. */
export interface EnvironmentNaming {
  /** Words for the example, and what each becomes. */
  readonly words: ReadonlyMap<string, string>;
  /** The cluster that is copied and what it becomes, where one is named. */
  readonly cluster?: { readonly from: string; readonly to: string };
  /** Clusters of the example that are not copied. */
  readonly leftOut: ReadonlySet<string>;
}

/** Keys whose values name something, and are no application's own words. */
const namingKeys =
  /^(?:.*name|.*namespace|.*environment|env|stage|.*cluster|path|chart|.*[kK]ey|targetRevision|branch)$/;

/** What applications are told, in words of their own. */
const ofApplications: ReadonlySet<string> = new Set([
  'args',
  'binaryData',
  'command',
  'containers',
  'data',
  'env',
  'initContainers',
  'stringData',
]);

const itemKeys = [
  'name',
  'environment',
  'env',
  'stage',
  'cluster',
  'clusterName',
];

/** An environment like another: other folders, names and clusters. */
export class EnvironmentRules implements CopyRules {
  readonly words: Words;
  readonly #names: Words;
  readonly #naming: EnvironmentNaming;
  /** Values that name the example and stay, since they may be an application's. */
  readonly left = new Set<string>();

  constructor(naming: EnvironmentNaming) {
    const { words, cluster } = naming;
    this.#naming = naming;
    this.#names = new Words(words);
    this.words = new Words(
      new Map([
        ...(cluster === undefined ? [] : [[cluster.from, cluster.to] as const]),
        ...words,
      ]),
    );
  }

  learn(): void {}

  givenIn(): ReadonlyMap<Scalar, string> {
    return new Map();
  }

  /** The folder of a cluster is the cluster's, also where both have one name. */
  renamePath(path: string): string {
    const { cluster } = this.#naming;
    if (cluster === undefined) return this.words.rename(path);
    const folder = `clusters/${cluster.from}/`;
    const at = `/${path}`.indexOf(`/${folder}`);
    if (at < 0) return this.words.rename(path);
    return [
      this.words.rename(path.slice(0, at)),
      `clusters/${cluster.to}/`,
      this.words.rename(path.slice(at + folder.length)),
    ].join('');
  }

  rewrite(
    site: ScalarSite,
    isRenamed: (text: string) => boolean,
  ): string | undefined {
    const { text, keys } = site;
    if (this.#namesCluster(site)) return this.#naming.cluster?.to;
    if (!this.words.has(text)) return undefined;
    const key = keys.at(-1) ?? '';
    const isNaming =
      keys[0] === 'metadata' ||
      namingKeys.test(key) ||
      text.includes('{{') ||
      text.includes('/') ||
      /\.ya?ml$/.test(text);
    if (!isNaming || keys.some(each => ofApplications.has(each))) {
      this.left.add(text);
      return undefined;
    }
    const renamed = renamedText(site, this.words, isRenamed);
    return renamed === undefined || !text.includes('/')
      ? renamed
      : this.renamePath(text);
  }

  #namesCluster({ text, keys }: ScalarSite): boolean {
    const { cluster } = this.#naming;
    if (cluster === undefined || text !== cluster.from) return false;
    const key = keys.at(-1) ?? '';
    const isDestination =
      key === 'name' &&
      keys.some(each => /^destinations?$|^clusters?$/.test(each));
    return isDestination || /cluster/i.test(key) || keys.includes('clusters');
  }

  renameBlock(text: string): string {
    if (this.words.has(text)) this.left.add(text.split('\n')[0]);
    return text;
  }

  renameKey(member: Member, copy: string): string {
    return renamedKey(member, copy, this.#names);
  }

  isItem(values: ReadonlyMap<string, string>, units: readonly Unit[]): boolean {
    return itemKeys.some(key => {
      const text = values.get(key);
      return (
        text !== undefined &&
        (this.words.is(text) ||
          units.some(({ name }) => name === text && this.words.has(name)))
      );
    });
  }

  isLeftOut(values: ReadonlyMap<string, string>): boolean {
    return [...values.values()].some(text => this.#naming.leftOut.has(text));
  }

  isHelper(): boolean {
    return false;
  }

  /** One policy may well be for several environments. */
  hasImagePolicy(): boolean {
    return true;
  }
}

import { Unit } from '@backstage-gitops/plugin-gitops-common';
import { Scalar } from 'yaml';
import { ReadText } from '../../edit/findScalar';
import { ScalarSite } from './rewriteScalars';
import { Member } from './SourceNodes';
import { Words } from './Words';

/** How a copy differs from its example. */
export interface CopyRules {
  /** Names in paths and values that become others. */
  readonly words: Words;
  /** The new path of a file or folder. */
  renamePath(path: string): string;
  /** Told every text that is copied before any is. */
  learn(text: string): void;
  /** What single scalars become, whatever else is said of them. */
  givenIn(
    branch: string,
    path: string,
    read: ReadText,
  ): ReadonlyMap<Scalar, string>;
  /** `isRenamed` tells of a path whether what it leads to is copied as well. */
  rewrite(
    site: ScalarSite,
    isRenamed: (text: string) => boolean,
  ): string | undefined;
  /** A text of several lines, which is YAML or a program of its own. */
  renameBlock(text: string): string;
  /** The copy of a member, with its key renamed where it has one. */
  renameKey(member: Member, copy: string): string;
  /** Whether an item of a list is the example's, by its direct values. */
  isItem(values: ReadonlyMap<string, string>, units: readonly Unit[]): boolean;
  /** Whether an item of a copied list stays behind. */
  isLeftOut(values: ReadonlyMap<string, string>): boolean;
  /** Kinds of objects that stand beside a declaring object for its sake. */
  isHelper(kind: string): boolean;
  hasImagePolicy(name: string): boolean;
}

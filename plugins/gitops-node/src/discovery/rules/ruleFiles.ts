import { DiscoveryInput } from '../model';
import { matchOf } from './FileRule';
import { patternRule } from './patternRule';

/** Tells the files that rules read, whatever they are named. */
export function ruleFiles({
  rules,
  fileRules = [],
}: Pick<DiscoveryInput, 'rules' | 'fileRules'>): (path: string) => boolean {
  const all = [...rules.map(patternRule), ...fileRules];
  return path => all.some(rule => matchOf(rule, path) !== undefined);
}

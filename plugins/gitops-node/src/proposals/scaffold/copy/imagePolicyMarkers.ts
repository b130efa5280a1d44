import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { notice } from '../refusal';
import { CopyRules } from './CopyRules';

const marker =
  /[ \t]*#[ \t]*\{[ \t]*"\$imagepolicy":[ \t]*"[^":]*:([^":]*)[^}]*\}/g;

/**
 * The markers by which Flux's image automation finds what it writes: those of
 * an example's policy would have its versions written into the copy, so they
 * stay only where the policy is copied as well.
 */
export function imagePolicyMarkers(
  text: string,
  rules: CopyRules,
  diagnostics: Diagnostic[],
  path: string,
): string {
  let dropped = false;
  const result = text.replace(marker, (whole: string, policy: string) => {
    if (rules.hasImagePolicy(policy)) return rules.words.rename(whole);
    dropped = true;
    return '';
  });
  if (dropped) {
    const message = `${path} is written by image automation; its copy is not, until it has an ImagePolicy of its own.`;
    diagnostics.push(notice('not-automated', message, { file: path }));
  }
  return result;
}

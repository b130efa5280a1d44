import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Surroundings } from '../Command';

/** Tells a person how much could not be read, and where to see it. */
export function noteDiagnostics(
  diagnostics: readonly Diagnostic[],
  { note }: Pick<Surroundings, 'note'>,
): void {
  const counted = (['error', 'warning', 'info'] as const).flatMap(level => {
    const count = diagnostics.filter(each => each.level === level).length;
    return count === 0 ? [] : [`${count} ${level}`];
  });
  if (counted.length === 0) return;
  note(`diagnostics: ${counted.join(', ')} (gitops lint lists them)`);
}

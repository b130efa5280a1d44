import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { structuredPatch } from 'diff';
import { EditedFile, EditPlan } from './model';

/** Lines that an edit puts in the place of others. */
interface Replacement {
  /** Where it begins in the file as it is, counted from 1. */
  readonly line: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/**
 * Where the plan that a person looked at no longer is what would be done: the
 * same field moved meanwhile, a file came, went or was edited where it was to
 * be removed, or others would move along by now. Both plans are of one
 * request, `now` at the branches' newest commits. That a branch moved elsewhere
 * is no conflict, whatever lines it shifted.
 *
 * @public
 */
export function planConflicts(
  seen: EditPlan,
  now: EditPlan,
): readonly Diagnostic[] {
  const planned = new Map(now.files.map(file => [placeOf(file), file]));
  const conflicts: Diagnostic[] = [];
  for (const file of seen.files) {
    conflicts.push(...fileConflicts(file, planned.get(placeOf(file))));
    planned.delete(placeOf(file));
  }
  for (const file of planned.values()) conflicts.push(...unseen(file));
  return [...conflicts, ...widened(seen, now)];
}

function placeOf({ branch, path }: EditedFile): string {
  return `${branch}\n${path}`;
}

function fileConflicts(
  seen: EditedFile,
  now: EditedFile | undefined,
): Diagnostic[] {
  if (now === undefined) {
    const [{ line } = { line: 1 }] = replacements(seen);
    return [conflict(seen, 'needs no such edit any more', line)];
  }
  if ((seen.before === undefined) !== (now.before === undefined)) {
    const what = now.before === undefined ? 'removed' : 'added';
    return [conflict(seen, `was ${what} meanwhile`)];
  }
  if ((seen.after === undefined) !== (now.after === undefined)) {
    return [conflict(seen, 'would be edited otherwise by now')];
  }
  const old = replacements(seen);
  const current = replacements(now);
  const at = current.findIndex((each, index) => !isSame(each, old[index]));
  if (at < 0 && current.length === old.length) return [];
  const { line } = current[at] ?? old[current.length] ?? { line: 1 };
  return [conflict(now, 'was changed here meanwhile', line)];
}

function replacements({ path, before, after }: EditedFile): Replacement[] {
  const texts = [before ?? '', after ?? ''] as const;
  const { hunks } = structuredPatch(path, path, ...texts, '', '', {
    context: 0,
  });
  return hunks.map(({ oldStart, lines }) => ({
    line: Math.max(oldStart, 1),
    removed: lines.filter(line => line.startsWith('-')),
    added: lines.filter(line => line.startsWith('+')),
  }));
}

function isSame(a: Replacement, b: Replacement | undefined): boolean {
  return (
    b !== undefined &&
    a.removed.join('\n') === b.removed.join('\n') &&
    a.added.join('\n') === b.added.join('\n')
  );
}

function unseen(file: EditedFile): Diagnostic[] {
  const [{ line } = { line: 1 }] = replacements(file);
  return [conflict(file, 'would be edited as well by now', line)];
}

function conflict(
  { branch, path }: EditedFile,
  what: string,
  line?: number,
): Diagnostic {
  return {
    level: 'error',
    code: 'proposal-conflict',
    message: `${path} on ${branch} ${what}.`,
    file: path,
    ...(line !== undefined && { line }),
  };
}

/** Others that would move, and that nobody was told of. */
function widened(seen: EditPlan, now: EditPlan): Diagnostic[] {
  const known = new Set(seen.alsoAffects.map(({ id }) => id));
  return now.alsoAffects
    .filter(({ id }) => !known.has(id))
    .map(({ service, environment, cluster }) => ({
      level: 'error',
      code: 'proposal-conflict',
      message: `It would move ${service} in ${[environment, cluster]
        .filter(Boolean)
        .join(' on ')} as well by now.`,
    }));
}

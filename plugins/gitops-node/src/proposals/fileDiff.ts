import { createTwoFilesPatch } from 'diff';
import { EditedFile } from './model';

/** How many lines stand around what changes, as in Git. */
const context = 3;

/** The unified diff of an edited file, as `git diff` shows it. @public */
export function fileDiff({ path, before, after }: EditedFile): string {
  const patch = createTwoFilesPatch(
    before === undefined ? '/dev/null' : `a/${path}`,
    after === undefined ? '/dev/null' : `b/${path}`,
    before ?? '',
    after ?? '',
    undefined,
    undefined,
    { context },
  );
  return patch.replace(/^=+\n/, '');
}

import { describeRef } from '../resourceRef';
import { PlannedStep } from './SyncPlan';

/** How API servers say that a field can't be changed once it is set. */
const immutable =
  /field is immutable|may not change once set|updates to \w+ spec for fields other than|updates to \w+ are forbidden|cannot change roleRef|spec is immutable|cannot be changed|immutable after creation/i;

/** Values in the server's own words for what is wrong with an object. */
const shownValue = /Invalid value: "(?:[^"\\]|\\.)*"/g;

/** What a person is told of a step that failed. */
export function stepFailure({ ref }: PlannedStep, error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  const message =
    ref.kind === 'Secret'
      ? said.replace(shownValue, 'Invalid value: "***"')
      : said;
  if (isInvalid(error) && immutable.test(message)) {
    return `${describeRef(
      ref,
    )} can't be changed in place, since a field that differs is immutable: delete it yourself, or declare it under another name. ${message}`;
  }
  return message;
}

function isInvalid(error: unknown): boolean {
  return error instanceof Error && error.name === 'InputError';
}

/** Whether a kind wasn't known: one that the same run has brought may be soon. */
export function isUnserved(error: unknown): boolean {
  return error instanceof Error && error.name === 'NotFoundError';
}

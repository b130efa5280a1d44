import { InputError } from '@backstage/errors';
import { describeRef } from '../resourceRef';
import { PlannedStep } from './SyncPlan';

/** How API servers say that a field can't be changed once it is set. */
const immutable =
  /field is immutable|may not change once set|updates to \w+ spec for fields other than|spec is immutable|cannot be changed|immutable after creation/i;

/** What a person is told of a step that failed. */
export function stepFailure(step: PlannedStep, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (isInputError(error) && immutable.test(message)) {
    return `${describeRef(
      step.ref,
    )} can't be changed in place, since a field that differs is immutable: delete it yourself, or declare it under another name. ${message}`;
  }
  return message;
}

/** By name too: the error may come from another copy of the package. */
function isInputError(error: unknown): boolean {
  return (
    error instanceof InputError ||
    (error instanceof Error && error.name === 'InputError')
  );
}

/**
 * Whether another attempt may go well: the server was busy or away, or it
 * doesn't know a kind yet that the same run has brought.
 */
export function mayPass(error: unknown, bringsKinds: boolean): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'ServiceUnavailableError') return true;
  return bringsKinds && error.name === 'NotFoundError';
}

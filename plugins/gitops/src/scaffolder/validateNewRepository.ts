import { readRepoUrl } from './repoUrl';

/** What a forge takes; the backend has the last word. */
const ownerPattern = /^[\w][\w.-]*(?:\/[\w][\w.-]*)*$/;
const namePattern = /^[\w][\w.-]{0,99}$/;

/** Refuses a place that is not whole, before anything is asked for. */
export function validateNewRepository(
  value: string,
  field: { addError(message: string): void },
): void {
  const { host, owner, name } = readRepoUrl(value);
  if (host === '') field.addError('Choose a host');
  if (!ownerPattern.test(owner)) {
    field.addError('The owner is an organisation, a user or a group');
  }
  if (!namePattern.test(name)) {
    field.addError(
      'The name has letters, digits, dashes, dots and underscores',
    );
  }
}

import { InputError } from '@backstage/errors';

/** A part of an API's path: a group, a version or a plural. */
const apiWord = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/;

/** Where a kind is served: `/apis/apps/v1` or `/api/v1`. */
export function groupVersionPath(group: string, version: string): string {
  checkApiWord(version);
  if (group === '') return `/api/${version}`;
  checkApiWord(group);
  return `/apis/${group}/${version}`;
}

/**
 * The path of a collection, or of one object where a name is given.
 *
 * Throws an InputError for a name that would be another path for the server.
 * Encoding is not enough: an API server takes `a%2Fb` apart into `a` and its
 * subresource `b`. No object can have such a name.
 */
export function resourcePath(options: {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespace?: string;
  readonly name?: string;
}): string {
  const { group, version, plural, namespace, name } = options;
  checkApiWord(plural);
  return [
    groupVersionPath(group, version),
    ...(namespace === undefined ? [] : ['namespaces', segment(namespace)]),
    plural,
    ...(name === undefined ? [] : [segment(name)]),
  ].join('/');
}

function segment(name: string): string {
  if (name === '' || name === '.' || name === '..' || /[/%\\]/.test(name)) {
    throw new InputError(`${quoted(name)} can't be the name of an object`);
  }
  try {
    return encodeURIComponent(name);
  } catch {
    throw new InputError(`${quoted(name)} isn't text`);
  }
}

function checkApiWord(word: string): void {
  if (apiWord.test(word) && !word.includes('..')) return;
  throw new InputError(`${quoted(word)} isn't a group, version or resource`);
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 300));
}

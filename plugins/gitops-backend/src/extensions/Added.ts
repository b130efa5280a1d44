import { ConflictError, InputError } from '@backstage/errors';

/** What a module has added. */
export interface Added<T> {
  readonly part: T;
  /** Has the start of the module that added it fail. */
  readonly refuse: (error: Error) => void;
}

/**
 * What modules have added, by name. One whose name is missing or taken is left
 * out, and the module that brings it doesn't start.
 *
 * @param kind - what they are called, such as `policy`.
 * @param isOurs - whether a part of our own has the name.
 */
export function accepted<T>(
  added: readonly Added<T>[],
  kind: string,
  nameOf: (part: T) => string,
  isOurs: (name: string) => boolean = () => false,
): readonly T[] {
  const parts = new Map<string, T>();
  for (const { part, refuse } of added) {
    const name = nameOf(part);
    if (name === '') {
      refuse(new InputError(`A ${kind} needs a name`));
    } else if (parts.has(name) || isOurs(name)) {
      refuse(new ConflictError(`There is a ${kind} '${name}' already`));
    } else {
      parts.set(name, part);
    }
  }
  // Modules start in no order, and replicas are to agree.
  return [...parts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, part]) => part);
}

import { randomBytes, scrypt } from 'node:crypto';
import { DesiredUnit } from '../../Engine';
import { isJsonObject } from '../readField';

/**
 * Names what a unit declares, so that a revision that changes nothing of it is
 * told from one that does. What is declared may hold secrets, and the digest is
 * kept where others may read it: it is salted, and dear to guess at.
 *
 * @param like - An earlier digest: the same content gives the same digest again.
 */
export async function contentDigest(
  { resources, namespace }: Pick<DesiredUnit, 'resources' | 'namespace'>,
  like?: string,
): Promise<string> {
  const salt =
    (like === undefined ? undefined : saltOf(like)) ??
    randomBytes(12).toString('base64url');
  const objects = resources.map(({ resource }) => canonical(resource));
  const content = [namespace ?? '', ...objects.sort()].join('\n');
  const key = await derive(content, salt);
  return `${salt}.${key.toString('base64url')}`;
}

/** Whether equal contents would give equal digests. */
export function hasSaltOf(digest: string, other: string): boolean {
  return saltOf(digest) === saltOf(other);
}

function saltOf(digest: string): string | undefined {
  return /^([\w-]{16})\.[\w-]+$/.exec(digest)?.[1];
}

function derive(content: string, salt: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(content, salt, 24, { N: 1024, r: 8, p: 1 }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

/** JSON whose keys are sorted. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    isJsonObject(item)
      ? Object.fromEntries(
          Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : item,
  );
}

import { createHash } from 'node:crypto';
import { Accounts } from './accounts/Accounts';

/** Where the forge is, and who it knows: what every answer is written with. */
export interface Site {
  /** Without a slash at the end. */
  readonly url: string;
  readonly accounts: Accounts;
}

export function apiUrl({ url }: Site, path: string): string {
  return `${url}/api/v3${path}`;
}

/** The same for the same thing, on every machine. */
export function numericId(kind: string, name: string | number): number {
  const digest = createHash('sha256').update(`${kind} ${name}`).digest();
  return digest.readUIntBE(0, 5);
}

/** What GraphQL knows a thing by. */
export function nodeId(kind: string, name: string | number): string {
  return Buffer.from(`${kind}:${name}`).toString('base64url');
}

/** What a node's id was made of. */
export function readNodeId(kind: string, id: string): string | undefined {
  const text = Buffer.from(id, 'base64url').toString('utf8');
  return text.startsWith(`${kind}:`) ? text.slice(kind.length + 1) : undefined;
}

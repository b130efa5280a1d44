/** Who did something, and when (ISO 8601, UTC, to the second). */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

/** A commit as Git keeps it. */
export interface CommitDetails {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

/** Reads a commit object; its message keeps no newline at its end. */
export function parseCommit(sha: string, text: string): CommitDetails {
  const end = text.indexOf('\n\n');
  const headers = text.slice(0, end < 0 ? undefined : end).split('\n');
  const values = (name: string) =>
    headers.flatMap(line =>
      line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : [],
    );
  return {
    sha,
    tree: values('tree')[0] ?? '',
    parents: values('parent'),
    author: parseSignature(values('author')[0] ?? ''),
    committer: parseSignature(values('committer')[0] ?? ''),
    message: end < 0 ? '' : text.slice(end + 2).replace(/\n+$/, ''),
  };
}

function parseSignature(text: string): Signature {
  const [, name, email, seconds] = /^(.*?) ?<(.*)> (\d+)/.exec(text) ?? [];
  return {
    name: name ?? '',
    email: email ?? '',
    date: isoTime(Number(seconds ?? 0) * 1000),
  };
}

/** As GitHub writes an instant: UTC, to the second. */
export function isoTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

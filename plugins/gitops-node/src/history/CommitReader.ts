import { ObjectReader } from '../git/ObjectReader';

/** What a commit says of itself. */
export interface CommitDetails {
  readonly author: string;
  /** Seconds since the epoch. */
  readonly authoredAt: number;
  readonly subject: string;
  readonly body: string;
  readonly parents: readonly string[];
}

const kept = 20_000;
const nobody: CommitDetails = {
  author: 'unknown',
  authoredAt: 0,
  subject: '',
  body: '',
  parents: [],
};

/** Reads who made commits and why; what was asked lately is remembered. */
export class CommitReader {
  readonly #objects: ObjectReader;
  readonly #known = new Map<string, Promise<CommitDetails>>();

  constructor(objects: ObjectReader) {
    this.#objects = objects;
  }

  /** A commit whose object is missing or broken has no author to name. */
  read(id: string): Promise<CommitDetails> {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const reading = this.#objects
      .read(id)
      .then(object =>
        object.state === 'found' && object.type === 'commit'
          ? parseCommit(object.content)
          : nobody,
      );
    this.#known.set(id, reading);
    reading.catch(() => this.#known.delete(id));
    if (this.#known.size > kept) {
      const [oldest] = this.#known.keys();
      this.#known.delete(oldest);
    }
    return reading;
  }
}

/** Reads a commit object; text is shown without control characters. */
export function parseCommit(content: Buffer): CommitDetails {
  const end = content.indexOf('\n\n');
  const headers = end < 0 ? content : content.subarray(0, end);
  const message = end < 0 ? Buffer.alloc(0) : content.subarray(end + 2);
  const [, encoding] =
    /^encoding (\S+)$/m.exec(headers.toString('latin1')) ?? [];
  const decode = decoderFor(encoding);
  const head = decode(headers);
  const [, author, time] = /^author (.*?) ?<.*> (-?\d+) /m.exec(head) ?? [];
  const parents = [...head.matchAll(/^parent ([0-9a-f]+)$/gm)];
  const text = decode(message).replace(/^\s*\n/, '');
  const paragraph = /\n\s*\n/.exec(text)?.index ?? text.length;
  return {
    author: printable(author ?? '') || 'unknown',
    authoredAt: Number(time ?? 0),
    subject: printable(text.slice(0, paragraph)),
    body: text.slice(paragraph).trim(),
    parents: parents.map(([, id]) => id),
  };
}

function decoderFor(encoding: string | undefined): (text: Buffer) => string {
  try {
    const decoder = new TextDecoder(encoding ?? 'utf-8');
    return text => decoder.decode(text);
  } catch {
    return text => text.toString('utf8');
  }
}

/** On one line; a terminal that shows it must not be steered by it. */
function printable(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim();
}

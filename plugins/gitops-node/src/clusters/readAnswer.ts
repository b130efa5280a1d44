import { Readable } from 'node:stream';
import { ServiceUnavailableError } from '@backstage/errors';

/** An answer, or one line of a watch, was longer than is accepted. */
export class AnswerTooLargeError extends ServiceUnavailableError {}

/** All of an answer as text. */
export async function readText(
  body: Readable,
  maxBytes: number,
): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    const buffer = bufferOf(chunk);
    bytes += buffer.length;
    // Leaving the loop destroys the stream, and its connection with it.
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    chunks.push(buffer);
  }
  return Buffer.concat(chunks, bytes).toString('utf8');
}

/**
 * An answer line by line, as it comes. Ends when the other side ends it, or
 * says nothing for `idleMs`; the time that the reader takes doesn't count.
 */
export async function* readLines(
  body: Readable,
  options: { readonly maxBytes: number; readonly idleMs: number },
): AsyncGenerator<string> {
  const { maxBytes, idleMs } = options;
  const chunks = body[Symbol.asyncIterator]();
  let pending: Buffer[] = [];
  let bytes = 0;
  try {
    for (;;) {
      const next = await withinIdle(chunks.next(), idleMs);
      if (next === 'idle' || next.done) break;
      let rest = bufferOf(next.value);
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        pending.push(rest.subarray(0, end));
        yield Buffer.concat(pending).toString('utf8');
        pending = [];
        bytes = 0;
        rest = rest.subarray(end + 1);
      }
      bytes += rest.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      if (rest.length > 0) pending.push(rest);
    }
  } finally {
    body.destroy();
  }
}

async function withinIdle<T>(next: Promise<T>, idleMs: number) {
  let timer: NodeJS.Timeout | undefined;
  const idle = new Promise<'idle'>(resolve => {
    timer = setTimeout(() => resolve('idle'), idleMs);
  });
  // Destroying the stream after silence may reject what is not awaited then.
  next.catch(() => {});
  try {
    return await Promise.race([next, idle]);
  } finally {
    clearTimeout(timer);
  }
}

function bufferOf(chunk: unknown): Buffer {
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
}

function tooLarge(maxBytes: number): AnswerTooLargeError {
  return new AnswerTooLargeError(`the answer is larger than ${maxBytes} bytes`);
}

import { Readable } from 'node:stream';
import { readLines } from '../../../clusters/readAnswer';

/**
 * The data of server-sent events, as it comes. Comments, by which a server may
 * keep the connection, and other fields are passed over; so is an event that
 * the end of the stream cut.
 */
export async function* readEvents(
  body: Readable,
  options: { readonly maxBytes: number; readonly idleMs: number },
): AsyncGenerator<string> {
  let data: string[] = [];
  for await (const line of readLines(body, options)) {
    const text = line.replace(/\r$/, '');
    if (text.startsWith('data:')) {
      data.push(text.slice(5).replace(/^ /, ''));
    } else if (text === '' && data.length > 0) {
      yield data.join('\n');
      data = [];
    }
  }
}

import { IncomingMessage } from 'node:http';
import { Json } from '../Json';
import { ApiError } from './ApiError';

/** As an API server's own. */
const maxBytes = 3 * 1024 * 1024;

/** A body as JSON, which all clients send as YAML too; `null` where empty. */
export async function readBody(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new ApiError('RequestEntityTooLarge', `limit is ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError('BadRequest', 'the body is no JSON');
  }
}

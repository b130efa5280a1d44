const maximumEntries = 500;
const maximumCharacters = 64 * 1024;

interface Kept {
  readonly tag: string;
  readonly body: string;
  readonly headers: [string, string][];
}

/**
 * Asks with the tag of the last answer, and keeps that for a forge that says
 * it is the same still. GitHub counts such an answer as no request
 * (docs.github.com/rest, "Use conditional requests"). The forge decides each
 * time whether whoever asks may have it.
 */
export function conditionalFetch(send: typeof fetch): typeof fetch {
  const kept = new Map<string, Kept>();
  const keep = (key: string, entry: Kept) => {
    kept.delete(key);
    kept.set(key, entry);
    const [oldest] = kept.keys();
    if (kept.size > maximumEntries) kept.delete(oldest);
  };
  return async (input, init) => {
    if ((init?.method ?? 'GET') !== 'GET' || input instanceof Request) {
      return send(input, init);
    }
    const key = String(input);
    const known = kept.get(key);
    const headers = new Headers(init?.headers);
    if (known !== undefined) headers.set('if-none-match', known.tag);
    const response = await send(input, { ...init, headers });
    if (response.status === 304 && known !== undefined) {
      keep(key, known);
      // The budget that is left is told anew.
      const merged = new Headers(known.headers);
      response.headers.forEach((value, name) => merged.set(name, value));
      return answered(response, known.body, merged);
    }
    const tag = response.headers.get('etag');
    if (response.status !== 200 || tag === null) return response;
    const body = await response.text();
    if (body.length <= maximumCharacters) {
      const held = [...response.headers].filter(
        ([name]) => !/^content-(?:encoding|length)$/.test(name),
      );
      keep(key, { tag, body, headers: held });
    }
    const told = new Headers(response.headers);
    told.delete('content-encoding');
    told.delete('content-length');
    return answered(response, body, told);
  };
}

/**
 * An answer that says where it is from, as a made one doesn't: Octokit counts
 * the pages of a list by its address.
 */
function answered({ url }: Response, body: string, headers: Headers): Response {
  const response = new Response(body, { status: 200, headers });
  return Object.defineProperty(response, 'url', { value: url });
}

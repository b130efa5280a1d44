/** Counts what is asked. */
export function counting() {
  const asked: string[] = [];
  const send: typeof fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    asked.push(`${init?.method ?? 'GET'} ${url}`);
    return fetch(input, init);
  };
  return { asked, send };
}

/**
 * From one request on, or of one alone, the forge does its part and the answer
 * is lost: the connection is cut, or something in between answers instead.
 */
export function losing(options: {
  readonly first: number;
  readonly last?: number;
  readonly status?: number;
}) {
  const { first, last = Infinity, status } = options;
  const state = { asked: 0 };
  const send: typeof fetch = async (...args) => {
    state.asked += 1;
    const number = state.asked;
    const response = await fetch(...args);
    if (number < first || number > last) return response;
    await response.body?.cancel();
    if (status === undefined) throw new TypeError('socket hang up');
    return answer(status);
  };
  return { state, send };
}

/** Answers so many requests with a status, without asking the forge. */
export function refusing(
  status: number,
  options: {
    readonly times?: number;
    readonly message?: string;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
) {
  const { times = Infinity, message, headers } = options;
  const state = { refused: 0 };
  const send: typeof fetch = async (...args) => {
    if (state.refused >= times) return fetch(...args);
    state.refused += 1;
    return answer(status, message, headers);
  };
  return { state, send };
}

function answer(
  status: number,
  message = 'Not now',
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify({ message }), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

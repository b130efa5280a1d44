import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { IncomingMessage } from 'node:http';

const browserCookie = 'forge_browser';
const personCookie = 'forge_person';

const attributes = 'Path=/; HttpOnly; SameSite=Strict';

/**
 * Tells a post of the forge's own pages from one that a page elsewhere brought
 * about: a form holds a code that only goes with the browser's cookie.
 */
export class FormGuard {
  readonly #secret = randomBytes(32);

  /** The code for a browser's forms, and the cookie that it has to keep. */
  issue(request: IncomingMessage): {
    readonly csrf: string;
    readonly cookie?: string;
  } {
    const present = readCookie(request, browserCookie);
    if (present) return { csrf: this.#codeOf(present) };
    const browser = randomBytes(24).toString('base64url');
    return {
      csrf: this.#codeOf(browser),
      cookie: `${browserCookie}=${browser}; ${attributes}`,
    };
  }

  isOwn(request: IncomingMessage, csrf: string): boolean {
    const site = request.headers['sec-fetch-site'];
    const browser = readCookie(request, browserCookie);
    if (!browser || (site !== undefined && site !== 'same-origin')) {
      return false;
    }
    const expected = Buffer.from(this.#codeOf(browser));
    const given = Buffer.from(csrf);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  /** Who the reader was: whatever the browser says, to be looked up. */
  static personOf(request: IncomingMessage): string | undefined {
    return readCookie(request, personCookie);
  }

  static rememberPerson(login: string): string {
    return `${personCookie}=${encodeURIComponent(login)}; ${attributes}`;
  }

  #codeOf(browser: string): string {
    return createHmac('sha256', this.#secret).update(browser).digest('hex');
  }
}

function readCookie({ headers }: IncomingMessage, name: string) {
  const pairs = (headers.cookie ?? '').split(';').map(pair => pair.trim());
  const found = pairs.find(pair => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

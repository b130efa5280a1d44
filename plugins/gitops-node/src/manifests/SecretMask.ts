import { createHmac } from 'crypto';
import { isSecretName } from './isSecretName';
import { maskTextLines } from './maskTextLines';

/** Texts that are secrets whatever they are called. */
const secretShapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|xox[abprs]-[A-Za-z0-9-]{10,}|AKIA[0-9A-Z]{16})\b/g,
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g,
];

// Each of these begins where nothing before it could begin it as well: on a
// long line without an end it would be tried from every character.
const credentialsInUrl =
  /(\b[a-z][a-z0-9+.-]{0,40}:\/\/[^\s/:@]*:)([^\s/@]+)(?=@)/gi;
const flag = /((?<![\w-])--?[A-Za-z][\w-]*[= ])(\S+)/g;
/** `"password": "x"` anywhere, as in JSON within a text. */
const jsonPair =
  /(["'])([A-Za-z_][\w.-]{0,200})\1(\s*:\s*)(["'])((?:\\.|(?!\4)[^\\\r\n])+)\4/g;
const connectionPart =
  /\b((?:password|pwd|accountkey|sharedaccesskey)\s*=\s*)([^;\s"']+)(?=;|$)/gi;
const authorization = /\b((?:bearer|basic) +)(?=\S*[\d=+/])([\w.~+/=-]{8,})/gi;
const patchedValue =
  /(\bpath:\s*["']?\/\S*?([^/\s"']+)["']?[ \t]*\r?\n[ \t]*value:[ \t]*)([^\s|>{[&*][^\r\n]*)/g;
const assignment = /^([A-Za-z_][\w.-]*)=([\s\S]*)$/;

/**
 * Hides secrets before anything is stored or leaves the process. The same value
 * gets the same mask from one instance, so that a comparison made with it still
 * tells equal from different; another instance, with another salt, gives others,
 * so that masks can't be compared over time or looked up.
 *
 * @public
 */
export class SecretMask {
  readonly #salt: Uint8Array;

  /** @param salt - Random bytes, made anew for each comparison. */
  constructor(salt: Uint8Array) {
    this.#salt = salt;
  }

  /** What stands in for a secret. */
  mask(value: string): string {
    if (value === '' || /^\*{3}[0-9a-f]{8}$/.test(value)) return value;
    const digest = createHmac('sha256', this.#salt).update(value).digest('hex');
    return `***${digest.slice(0, 8)}`;
  }

  /** A copy of an object or of values, without what is secret in it. */
  object(value: unknown): unknown {
    return this.#value(value, '');
  }

  /** One value that stands under a key. */
  #value(value: unknown, key: string): unknown {
    if (Array.isArray(value)) return this.#list(value, key);
    if (isRecord(value) && value.kind === 'Secret') return this.#secret(value);
    if (isRecord(value)) return this.#record(value, key);
    if (typeof value === 'boolean' || value === null || value === undefined) {
      return value;
    }
    if (isSecretName(key)) return this.mask(String(value));
    return typeof value === 'string' ? this.text(value) : value;
  }

  /** What comes after `--password` in a list of arguments is one. */
  #list(items: readonly unknown[], key: string): unknown[] {
    let flagged = '';
    return items.map(item => {
      const [, next = ''] =
        (typeof item === 'string' && /^--?([\w-]+)$/.exec(item)) || [];
      const isArgument =
        isSecretName(flagged) && !(typeof item === 'string' && /^-/.test(item));
      flagged = next;
      return isArgument && !isRecord(item)
        ? this.#all(item)
        : this.#item(item, key);
    });
  }

  /** Items of a list of literals (`password=x`) name themselves. */
  #item(item: unknown, key: string): unknown {
    if (typeof item !== 'string') return this.#value(item, key);
    const literal = assignment.exec(item);
    if (literal !== null) {
      const [, name, value] = literal;
      return `${name}=${
        isSecretName(name) ? this.mask(value) : this.text(value)
      }`;
    }
    return isSecretName(key) ? this.mask(item) : this.text(item);
  }

  #record(record: Readonly<Record<string, unknown>>, under: string): unknown {
    const result: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(record)) {
      // `secrets: { DATABASE_URL: … }`, as in a chart's values.
      if (isSecretName(under) && /^[A-Z][A-Z0-9_]*$/.test(key)) {
        setOwn(result, key, this.#all(value));
        continue;
      }
      // `{ name: DB_PASSWORD, value: … }`, as in a container's env.
      const about = key === 'value' ? valueName(record, under) : key;
      setOwn(result, key, this.#value(value, about));
    }
    if (Array.isArray(record.secretGenerator)) {
      result.secretGenerator = record.secretGenerator.map(generator =>
        this.#generator(generator),
      );
    }
    return result;
  }

  #generator(generator: unknown): unknown {
    if (!isRecord(generator) || !Array.isArray(generator.literals)) {
      return this.#value(generator, '');
    }
    const literals = generator.literals.map(literal =>
      String(literal).replace(
        /=([\s\S]*)$/,
        (_, value: string) => `=${this.mask(value)}`,
      ),
    );
    return { ...generator, literals };
  }

  #secret(secret: Readonly<Record<string, unknown>>): unknown {
    const result: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(secret)) {
      const isData = key === 'data' || key === 'stringData';
      setOwn(result, key, isData ? this.#all(value) : this.#value(value, key));
    }
    return withoutLastApplied(result);
  }

  #all(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(item => this.#all(item));
    if (isRecord(value)) {
      const result: Record<string, unknown> = {};
      for (const [key, child] of Object.entries(value)) {
        setOwn(result, key, this.#all(child));
      }
      return result;
    }
    return value === null || value === undefined
      ? value
      : this.mask(String(value));
  }

  /** Free text: what looks like a secret in it, and lines that name one. */
  text(text: string): string {
    let result = text;
    for (const shape of secretShapes) {
      result = result.replace(shape, found => this.mask(found));
    }
    result = result
      .replace(
        credentialsInUrl,
        (_, before: string, password: string) =>
          `${before}${this.mask(password)}`,
      )
      .replace(
        jsonPair,
        (
          whole,
          quote: string,
          name: string,
          colon: string,
          mark: string,
          value: string,
        ) =>
          isSecretName(name)
            ? `${quote}${name}${quote}${colon}${mark}${this.mask(value)}${mark}`
            : whole,
      )
      .replace(
        connectionPart,
        (_, before: string, value: string) => `${before}${this.mask(value)}`,
      )
      .replace(
        authorization,
        (_, before: string, value: string) => `${before}${this.mask(value)}`,
      )
      .replace(
        patchedValue,
        (whole, before: string, name: string, value: string) =>
          isSecretName(name) || /\/stringData\//.test(before)
            ? `${before}${this.mask(value)}`
            : whole,
      )
      .replace(flag, (whole, name: string, value: string) =>
        isSecretName(name.replace(/[-= ]+$/, '').replace(/^-+/, ''))
          ? `${name}${this.mask(value)}`
          : whole,
      );
    return result.includes('\n') ? this.#lines(result) : this.#line(result);
  }

  #lines(text: string): string {
    return maskTextLines(text.split('\n'), {
      whole: value => this.mask(value),
      parts: line => this.#line(line),
    }).join('\n');
  }

  /** `password: x`, `PASSWORD=x` and `"password": "x"`, one to a line. */
  #line(line: string): string {
    const pair =
      /^(\s*(?:- +)?(?:export +)?["']?)([A-Za-z_][\w.-]*)(["']?\s*[:=]\s*)(\S.*)$/.exec(
        line,
      );
    if (pair === null) return line;
    const [, before, name, separator, value] = pair;
    if (!isSecretName(name) || /^[|>{[&*<]/.test(value)) return line;
    return `${before}${name}${separator}${this.mask(value)}`;
  }
}

/** What says whether the `value` of an object is a secret. */
function valueName(
  { name, op, path }: Readonly<Record<string, unknown>>,
  under: string,
): string {
  if (typeof name === 'string') return name;
  // An operation of a JSON patch.
  if (typeof op === 'string' && typeof path === 'string') {
    return path.startsWith('/stringData/')
      ? 'secret'
      : path.slice(path.lastIndexOf('/') + 1);
  }
  return isSecretName(under) ? under : 'value';
}

function withoutLastApplied(
  object: Record<string, unknown>,
): Record<string, unknown> {
  const key = 'kubectl.kubernetes.io/last-applied-configuration';
  const { metadata } = object;
  if (!isRecord(metadata) || !isRecord(metadata.annotations)) return object;
  const { [key]: _, ...annotations } = metadata.annotations;
  return { ...object, metadata: { ...metadata, annotations } };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `__proto__` is a key like any other in what a repository writes. */
function setOwn(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

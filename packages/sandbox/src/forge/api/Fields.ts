import { GithubError, invalid } from '../GithubError';

/** Reads a request's body, and refuses what is not as it should be. */
export class Fields {
  readonly #resource: string;
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(resource: string, body: unknown) {
    if (!isObject(body)) {
      throw new GithubError(400, 'Body should be a JSON object');
    }
    this.#resource = resource;
    this.#values = body;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  string(name: string): string {
    const value = this.optionalString(name);
    if (value === undefined) throw this.#wrong(name, 'missing_field');
    return value;
  }

  /** `null` counts as absent. */
  optionalString(name: string): string | undefined {
    const value = this.#values[name] ?? undefined;
    if (value === undefined || typeof value === 'string') return value;
    throw this.#wrong(name, 'invalid');
  }

  flag(name: string, absent: boolean): boolean {
    const value = this.#values[name] ?? absent;
    if (typeof value === 'boolean') return value;
    throw this.#wrong(name, 'invalid');
  }

  count(name: string, absent: number): number {
    const value = this.#values[name] ?? absent;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) {
      return value;
    }
    throw this.#wrong(name, 'invalid');
  }

  /** Empty where absent. */
  strings(name: string): readonly string[] {
    return this.list(name).map(value => {
      if (typeof value === 'string') return value;
      throw this.#wrong(name, 'invalid');
    });
  }

  list(name: string): readonly unknown[] {
    const value = this.#values[name] ?? [];
    if (Array.isArray(value)) return value;
    throw this.#wrong(name, 'invalid');
  }

  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.optionalString(name);
    if (value === undefined) return undefined;
    const found = choices.find(choice => choice === value);
    if (found === undefined) throw this.#wrong(name, 'invalid');
    return found;
  }

  /** An object within; undefined where it is absent or `null`. */
  object(name: string): Fields | undefined {
    const value = this.#values[name] ?? undefined;
    if (value === undefined) return undefined;
    if (!isObject(value)) throw this.#wrong(name, 'invalid');
    return new Fields(this.#resource, value);
  }

  /** Whether it is there and `null`: "not any more". */
  isNull(name: string): boolean {
    return this.#values[name] === null;
  }

  #wrong(field: string, code: 'missing_field' | 'invalid'): GithubError {
    return invalid({ resource: this.#resource, field, code });
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

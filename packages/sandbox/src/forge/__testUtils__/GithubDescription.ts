import fs from 'node:fs';
import Ajv, { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

type Json = unknown;
type JsonObject = { readonly [key: string]: Json };

/** GitHub's own description of its REST API. */
export class GithubDescription {
  static #loaded: GithubDescription | undefined;
  readonly #document: JsonObject;
  readonly #ajv: Ajv;
  readonly #validators = new Map<string, ValidateFunction>();
  readonly #paths: readonly (readonly [string, RegExp])[];

  /** It is large, and read once. */
  static load(): GithubDescription {
    this.#loaded ??= new GithubDescription();
    return this.#loaded;
  }

  private constructor() {
    const file = require.resolve(
      '@octokit/openapi/generated/api.github.com.json',
    );
    this.#document = asObject(JSON.parse(fs.readFileSync(file, 'utf8')));
    this.#ajv = addFormats(
      new Ajv({ strict: false, allErrors: true, logger: false }),
    );
    this.#ajv.addSchema({
      $id: 'github',
      components: { schemas: asJsonSchema(this.#at('components', 'schemas')) },
    });
    this.#paths = Object.keys(asObject(this.#document.paths))
      .sort((a, b) => a.split('{').length - b.split('{').length)
      .map(path => [path, patternOf(path)] as const);
  }

  /**
   * What an answer has that the description doesn't allow. A status that isn't
   * described has to have the body of an error.
   */
  complaintsAbout(answer: {
    readonly method: string;
    readonly path: string;
    readonly status: number;
    readonly body: Json;
  }): string[] {
    const { method, path, status, body } = answer;
    // It may be asked for everywhere, and is described here and there.
    if (status === 304) return body === undefined ? [] : ['304 has a body'];
    const known = this.#paths.find(
      ([candidate, pattern]) =>
        pattern.test(path) &&
        method.toLowerCase() in asObject(this.#at('paths', candidate)),
    )?.[0];
    if (known === undefined) {
      return status === 404 ? [] : [`${method} ${path} is not described`];
    }
    const validator = this.#validatorOf(known, method, status);
    if (validator === undefined) {
      return body === undefined ? [] : [`${status} of ${known} has no body`];
    }
    if (validator(body)) return [];
    return (validator.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${method} ${known} ${status}: ${instancePath} ${message} ${JSON.stringify(
          params,
        )}`,
    );
  }

  #validatorOf(path: string, method: string, status: number) {
    const key = `${method} ${path} ${status}`;
    const present = this.#validators.get(key);
    if (present) return present;
    const schema = this.#schemaOf(path, method, status);
    if (schema === undefined) return undefined;
    const validator = this.#ajv.compile(asObject(asJsonSchema(schema)));
    this.#validators.set(key, validator);
    return validator;
  }

  #schemaOf(path: string, method: string, status: number): Json {
    const responses = asObject(
      this.#at('paths', path, method.toLowerCase(), 'responses'),
    );
    const response = this.#follow(responses[status]);
    if (response === undefined && status < 400) {
      throw new Error(`${status} of ${path} is not described`);
    }
    const content = asObject(asObject(response ?? {}).content ?? {});
    const { schema } = asObject(content['application/json'] ?? {});
    const isError = status >= 400 && schema === undefined;
    return isError ? { $ref: '#/components/schemas/basic-error' } : schema;
  }

  #follow(value: Json): Json {
    const ref = value === undefined ? undefined : asObject(value).$ref;
    return typeof ref === 'string'
      ? this.#at(...ref.replace('#/', '').split('/'))
      : value;
  }

  #at(...keys: readonly string[]): Json {
    return keys.reduce<Json>(
      (value, key) => asObject(value)[key],
      this.#document,
    );
  }
}

function patternOf(path: string): RegExp {
  const source = path
    .split(/(\{[^}]+\})/)
    .map(part => {
      // Paths and the names of Git's refs may hold slashes.
      if (part === '{path}' || isGitRef(path, part)) return '.*';
      return part.startsWith('{')
        ? '[^/]+'
        : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`);
}

function isGitRef(path: string, part: string): boolean {
  return part === '{ref}' && path.includes('/git/');
}

/**
 * OpenAPI 3.0 as JSON Schema: `nullable` is a type, a reference an address.
 * Several of what GitHub calls `oneOf` fit the same answer; one has to.
 */
function asJsonSchema(value: Json): Json {
  if (Array.isArray(value)) return value.map(asJsonSchema);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, example, examples, ...rest } = asObject(value);
  const schema: Record<string, Json> = {};
  for (const [key, inner] of Object.entries(rest)) {
    schema[key === 'oneOf' ? 'anyOf' : key] =
      key === '$ref' && typeof inner === 'string'
        ? inner.replace(/^#/, 'github#')
        : asJsonSchema(inner);
  }
  return nullable === true ? { anyOf: [{ type: 'null' }, schema] } : schema;
}

function asObject(value: Json): JsonObject {
  if (typeof value === 'object' && value !== null) return { ...value };
  throw new Error('The description is not as it was');
}

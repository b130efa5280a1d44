import { PolicyResult } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../manifests/Resource';
import { resourceName } from '../manifests/resourceName';
import { Policy, PolicyInput } from './Policy';
import { levelIn, LevelSettings } from './PolicyLevel';
import { builtInKinds } from './schema/builtInKinds';
import { customKinds } from './schema/customKinds';
import { JsonSchema } from './schema/JsonSchema';
import { ValueValidation } from './schema/validateValue';

/** @public */
export interface SchemaPolicyConfig extends LevelSettings {
  readonly name: string;
  /** All environments where absent. */
  readonly environments?: readonly string[];
}

/**
 * Every object must be as its schema says: no unknown field, no value of a
 * wrong type, nothing missing. The schemas are those of Kubernetes' own kinds
 * and of the CRDs that the repository holds; other kinds are not judged, and
 * named.
 *
 * @public
 */
export class SchemaPolicy implements Policy {
  readonly name: string;
  readonly #config: SchemaPolicyConfig;

  constructor(config: SchemaPolicyConfig) {
    this.name = config.name;
    this.#config = config;
  }

  async evaluate(input: PolicyInput): Promise<readonly PolicyResult[]> {
    if (!this.#concerns(input)) return [];
    const { environment } = input.unit;
    const level = levelIn(environment, this.#config);
    const custom = customKindsOf(input);
    return input.resources.flatMap(object => {
      const schema = schemaOf(object, custom);
      if (schema === undefined) return [];
      const validation = new ValueValidation(builtInKinds().schemas);
      validation.check(schema, object);
      return validation.problems.map(({ field, message }) => ({
        policy: this.name,
        level,
        resource: resourceName(object),
        ...(field !== '' && { field }),
        message: `${field} ${message}`.trim(),
      }));
    });
  }

  unjudged(input: PolicyInput): readonly string[] {
    if (!this.#concerns(input)) return [];
    const custom = customKindsOf(input);
    const unknown = input.resources.filter(
      object => schemaOf(object, custom) === undefined,
    );
    const kinds = new Set(
      unknown.map(({ apiVersion, kind }) => `${kind} (${apiVersion})`),
    );
    return [...kinds].map(
      kind => `${kind} isn't validated: its schema isn't known.`,
    );
  }

  #concerns({ unit }: PolicyInput): boolean {
    return this.#config.environments?.includes(unit.environment) ?? true;
  }
}

/** The CRDs of the repository, and those of the unit itself. */
function customKindsOf({
  resources,
  definitions = [],
}: PolicyInput): ReadonlyMap<string, JsonSchema> {
  return customKinds([...definitions, ...resources]);
}

function schemaOf(
  { apiVersion, kind }: Resource,
  custom: ReadonlyMap<string, JsonSchema>,
): JsonSchema | undefined {
  const version = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
  const key = `${version}/${kind}`;
  const { kinds } = builtInKinds();
  const $ref = kinds.get(key);
  return $ref === undefined ? custom.get(key) : { $ref };
}

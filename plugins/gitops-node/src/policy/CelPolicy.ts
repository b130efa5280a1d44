import { InputError } from '@backstage/errors';
import { PolicyResult } from '@backstage-gitops/plugin-gitops-common';
import { Environment, ParseResult } from '@marcbachmann/cel-js';
import { Resource } from '../manifests/Resource';
import { celValue } from './celValue';
import { Policy, PolicyInput } from './Policy';
import { levelIn, LevelSettings } from './PolicyLevel';
import { resourceName } from '../manifests/resourceName';

/**
 * A rule in CEL over each object, as in a ValidatingAdmissionPolicy: the
 * expression must be true. It sees `object`, `oldObject` (`null` where it is
 * new), `unit`, `services` and `now`.
 *
 * @public
 */
export interface CelPolicyConfig extends LevelSettings {
  readonly name: string;
  readonly expression: string;
  /** What is told where the expression is false; the expression if absent. */
  readonly message?: string;
  readonly match?: {
    readonly groups?: readonly string[];
    readonly kinds?: readonly string[];
    readonly environments?: readonly string[];
  };
}

/** Bounds what a mistaken or hostile expression may cost. */
const limits = {
  maxAstNodes: 5_000,
  maxDepth: 100,
  maxListElements: 1_000,
  maxMapEntries: 1_000,
};

const environment = new Environment({ limits })
  .registerVariable('object', 'dyn')
  .registerVariable('oldObject', 'dyn')
  .registerVariable('unit', 'map')
  .registerVariable('services', 'list')
  .registerVariable('now', 'google.protobuf.Timestamp');

/** Rejects an expression that isn't CEL with an InputError. @public */
export class CelPolicy implements Policy {
  readonly name: string;
  readonly #config: CelPolicyConfig;
  readonly #expression: ParseResult;

  constructor(config: CelPolicyConfig) {
    this.name = config.name;
    this.#config = config;
    try {
      this.#expression = environment.parse(config.expression);
      const { valid, error } = this.#expression.check();
      if (!valid) throw error;
    } catch (error) {
      throw new InputError(
        `The policy ${config.name} is no CEL: ${firstLine(error)}`,
      );
    }
  }

  async evaluate(input: PolicyInput): Promise<readonly PolicyResult[]> {
    const { environments } = this.#config.match ?? {};
    if (environments && !environments.includes(input.unit.environment)) {
      return [];
    }
    const before = new Map(
      (input.before ?? []).map(each => [resourceName(each), each]),
    );
    return input.resources
      .filter(each => this.#concerns(each))
      .flatMap(each => this.#judge(each, before, input));
  }

  #concerns({ apiVersion, kind }: Resource): boolean {
    const { groups, kinds } = this.#config.match ?? {};
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    return (
      (groups === undefined || groups.includes(group)) &&
      (kinds === undefined || kinds.includes(kind))
    );
  }

  #judge(
    object: Resource,
    before: ReadonlyMap<string, Resource>,
    { unit, services, now }: PolicyInput,
  ): PolicyResult[] {
    const { name: policy, message, expression } = this.#config;
    const level = levelIn(unit.environment, this.#config);
    const resource = resourceName(object);
    try {
      const result: unknown = this.#expression({
        object: celValue(object),
        oldObject: celValue(before.get(resource) ?? null),
        unit: celValue(unit),
        services,
        now,
      });
      if (result === true) return [];
      const told =
        result === false
          ? message ?? `${expression} is false`
          : 'The expression gives neither true nor false.';
      return [{ policy, level, resource, message: told }];
    } catch (error) {
      const told = `The policy can't be evaluated: ${firstLine(error)}`;
      return [{ policy, level, resource, message: told }];
    }
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0];
}

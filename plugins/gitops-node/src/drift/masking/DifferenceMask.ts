import { SecretMask } from '../../manifests/SecretMask';
import { Finding } from '../compare/Finding';
import { Path } from '../fields/Step';
import { Fields, isFields, valueAt } from '../fields/value';
import { Sides } from '../findDifferences';

/**
 * Masks the values of differences as the objects they stand in would be: what
 * a value means is told by the keys around it. Equal values get equal masks.
 */
export class DifferenceMask {
  readonly #mask: SecretMask;
  readonly #sides: Sides;
  #declared: unknown;
  #live: unknown;

  constructor(sides: Sides, salt: Uint8Array) {
    this.#sides = sides;
    this.#mask = new SecretMask(salt);
  }

  values({ path, declared, live }: Finding): {
    declared?: unknown;
    live?: unknown;
  } {
    return {
      ...(declared !== undefined && {
        declared: this.#declaredValue(path, declared),
      }),
      ...(live !== undefined && { live: this.#liveValue(path, live) }),
    };
  }

  #declaredValue(path: Path, value: unknown): unknown {
    const keys = path.map(step =>
      typeof step === 'object' ? step.declared : step,
    );
    this.#declared ??= this.#mask.object(this.#sides.declared);
    const masked = valueAt(this.#declared, ...keys);
    // A predicted value that Git doesn't declare is told as it would be live.
    return masked === undefined ? this.#alone(path, value) : masked;
  }

  #liveValue(path: Path, value: unknown): unknown {
    const keys = path.map(step =>
      typeof step === 'object' ? step.live : step,
    );
    this.#live ??= this.#mask.object(this.#sides.live);
    const masked = valueAt(this.#live, ...keys);
    return masked === undefined ? this.#alone(path, value) : masked;
  }

  /** Put back under its keys, for lack of the object. */
  #alone(path: Path, value: unknown): unknown {
    const keys = path.map(step => (typeof step === 'string' ? step : 'item'));
    let object: unknown = value;
    for (const key of [...keys].reverse()) object = { [key]: object };
    const { apiVersion, kind } = this.#sides.declared;
    const whole: Fields = {
      ...(isFields(object) && object),
      apiVersion,
      kind,
    };
    return valueAt(this.#mask.object(whole), ...keys) ?? value;
  }
}

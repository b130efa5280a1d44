import { FieldSchema } from '../model';
import { Step } from '../fields/Step';
import { Fields, isEmpty, isFields, isSame, own } from '../fields/value';
import { compareList, ListComparison } from './compareList';
import { Finding } from './Finding';
import { hasMore } from './hasMore';
import { isDefault } from './isDefault';
import { isSameScalar, meansNothing } from './scalar';

/** Deeper objects are attacks; Kubernetes itself refuses them. */
const maximumDepth = 400;

export interface FieldComparisonOptions {
  /** See ResourceSchema. */
  readonly omitsZero: boolean;
  /** Whether somebody wrote the live value at a path, not the server alone. */
  readonly isWritten: (path: readonly Step[], live: unknown) => boolean;
  /** In items of an atomic list everything counts, not only what is declared. */
  readonly strict?: boolean;
}

const nothing: Fields = Object.freeze({});

/**
 * Compares what is declared with what is live, field by field. What live has
 * beside it is left alone, but below what is one value to the server.
 */
export class FieldComparison implements ListComparison {
  readonly findings: Finding[] = [];
  /** Why a field can't be compared. */
  readonly problems: { readonly path: readonly Step[]; problem: string }[] = [];
  /** Whether a list was compared as one value for lack of a schema. */
  lacksSchema = false;
  readonly #path: Step[] = [];
  readonly #options: FieldComparisonOptions;

  constructor(options: FieldComparisonOptions) {
    this.#options = options;
  }

  get isStrict(): boolean {
    return this.#options.strict ?? false;
  }

  /** Whether an item holds all that another declares. */
  fits(
    declared: unknown,
    live: unknown,
    items: FieldSchema | undefined,
  ): boolean {
    if (isSame(declared, live)) return true;
    if (typeof declared !== 'object') return false;
    const probe = new FieldComparison(this.#options);
    probe.compare(declared, live, items);
    return probe.findings.length === 0 && probe.problems.length === 0;
  }

  below(step: Step, compare: () => void): void {
    this.#path.push(step);
    compare();
    this.#path.pop();
  }

  /** One step further; the hot path, without a closure. */
  compareAt(
    step: Step,
    declared: unknown,
    live: unknown,
    schema: FieldSchema | undefined,
    inMap = false,
  ): void {
    if (declared === live) return;
    this.#path.push(step);
    this.compare(declared, live, schema, inMap);
    this.#path.pop();
  }

  compare(
    declared: unknown,
    live: unknown,
    schema: FieldSchema | undefined,
    inMap = false,
  ): void {
    if (declared === live || schema?.serverOnly) return;
    if (isEmpty(declared)) {
      this.#compareEmpty(declared, live, schema, inMap);
    } else if (Array.isArray(declared)) {
      compareList(this, declared, live, schema);
    } else if (isFields(declared)) {
      this.#compareFields(declared, live, schema);
    } else if (live === undefined || live === null) {
      this.#compareAbsent(declared, live);
    } else if (!isSameScalar(declared, live, schema?.format)) {
      this.report('changed', declared, live);
    }
  }

  #compareFields(
    declared: Fields,
    live: unknown,
    schema: FieldSchema | undefined,
  ): void {
    if (this.#path.length > maximumDepth) {
      this.problem('it is nested too deeply');
      return;
    }
    const other = isFields(live) ? live : nothing;
    if (other === nothing && !isEmpty(live)) {
      this.report('changed', declared, live);
      return;
    }
    const before = this.findings.length;
    const { properties, additional } = schema ?? {};
    for (const key of Object.keys(declared)) {
      const known =
        properties !== undefined && Object.hasOwn(properties, key)
          ? properties[key]
          : undefined;
      this.compareAt(
        key,
        declared[key],
        own(other, key),
        known ?? additional,
        known === undefined && additional !== undefined,
      );
    }
    if (schema?.atomicMap && this.findings.length === before) {
      if (hasMore(declared, other, schema)) {
        this.report('changed', declared, live);
      }
    }
  }

  /** What declares nothing says the same as what is absent. */
  #compareEmpty(
    declared: unknown,
    live: unknown,
    schema: FieldSchema | undefined,
    inMap: boolean,
  ): void {
    if (isEmpty(live)) {
      // In a map of texts the key itself says something: `dedicated: ""`.
      const counts = schema?.distinctEmpty || (inMap && declared === '');
      const isGone = live === undefined && declared !== null;
      if (counts && isGone) this.report('missing', declared, live);
      return;
    }
    // Labels, annotations, finalizers and owners are everybody's.
    if (declared === undefined || this.#path.at(-2) === 'metadata') return;
    if (this.#options.omitsZero && (live === false || live === 0)) return;
    if (isDefault(live, schema)) return;
    // What nobody wrote, the server filled in.
    if (!schema?.atomicMap && !this.#options.isWritten(this.#path, live)) {
      return;
    }
    this.report('changed', declared, live);
  }

  #compareAbsent(declared: unknown, live: unknown): void {
    const key = this.#path[this.#path.length - 1];
    if (this.#options.omitsZero && meansNothing(declared, key)) return;
    this.report('missing', declared, live);
  }

  report(kind: Finding['class'], declared: unknown, live: unknown): void {
    this.findings.push({ path: [...this.#path], class: kind, declared, live });
  }

  problem(problem: string): void {
    this.problems.push({ path: [...this.#path], problem });
  }
}

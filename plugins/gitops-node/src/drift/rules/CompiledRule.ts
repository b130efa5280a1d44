import { Difference } from '@backstage-gitops/plugin-gitops-common';
import { Finding } from '../compare/Finding';
import { Path, Step } from '../fields/Step';
import { Fields, isEmpty, valueAt } from '../fields/value';
import { ResourceRef } from '../../manifests/Resource';
import { IgnoreRule } from '../model';
import { parsePath, parsePointer, PlaceStep } from './parsePlace';

/** What a rule of ours may ask beside what one from configuration can. */
export interface BuiltInRule extends IgnoreRule {
  /** Only where Git leaves the value to the server. */
  readonly onlyUndeclared?: boolean;
  /** Whoever wrote it, where an autoscaler is known to target the object. */
  readonly orAutoscaled?: boolean;
  /** Only where the declared or live object is such. */
  readonly applies?: (object: Fields) => boolean;
}

/** The object that a rule is asked about. */
export interface RuleSubject {
  readonly ref: ResourceRef;
  readonly declared: Fields;
  readonly live: Fields;
  readonly targets: readonly string[];
  readonly isAutoscaled: boolean;
}

/** A rule with its places read. */
export class CompiledRule {
  readonly rule: BuiltInRule;
  readonly #places: readonly (readonly PlaceStep[])[];
  readonly #managers: ReadonlySet<string> | undefined;

  /** Throws an InputError that names the rule. */
  constructor(rule: BuiltInRule) {
    this.rule = rule;
    this.#places = [
      ...(rule.pointers ?? []).map(parsePointer),
      ...(rule.paths ?? []).map(parsePath),
    ];
    this.#managers = rule.managers && new Set(rule.managers);
  }

  /** Whether it says anything of an object. */
  concerns({ ref, declared, live, targets }: RuleSubject): boolean {
    const { match, applies } = this.rule;
    if (applies !== undefined && !applies(declared) && !applies(live)) {
      return false;
    }
    if (match === undefined) return true;
    const { groups, kinds, namespaces, names } = match;
    return (
      includes(groups, ref.group) &&
      includes(kinds, ref.kind) &&
      includes(namespaces, ref.namespace ?? '') &&
      includes(names, ref.name) &&
      (match.targets?.some(target => targets.includes(target)) ?? true)
    );
  }

  hides(
    finding: Finding,
    lastWrite: Difference['lastWrite'],
    subject: RuleSubject,
  ): boolean {
    if (this.#places.length === 0 && this.#managers === undefined) return false;
    if (this.rule.onlyUndeclared && !isEmpty(finding.declared)) return false;
    if (!this.#isWriter(lastWrite, subject)) return false;
    return (
      this.#places.length === 0 ||
      this.#places.some(place => selects(place, finding.path, subject))
    );
  }

  #isWriter(
    lastWrite: Difference['lastWrite'],
    { isAutoscaled }: RuleSubject,
  ): boolean {
    if (this.#managers === undefined) return true;
    if (this.rule.orAutoscaled && isAutoscaled) return true;
    return lastWrite !== undefined && this.#managers.has(lastWrite.manager);
  }
}

/** `*` at the end of a name stands for whatever follows. */
function includes(names: readonly string[] | undefined, name: string): boolean {
  return (
    names === undefined ||
    names.some(each =>
      each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : each === name,
    )
  );
}

function selects(
  place: readonly PlaceStep[],
  path: Path,
  subject: RuleSubject,
): boolean {
  if (place.length > path.length) return false;
  return place.every((wanted, depth) =>
    isStep(wanted, path[depth], () => itemAt(subject, path, depth)),
  );
}

function isStep(wanted: PlaceStep, step: Step, item: () => unknown): boolean {
  switch (wanted.kind) {
    case 'any':
      return true;
    case 'key':
      return typeof step === 'object'
        ? [step.live, step.declared].map(String).includes(wanted.key)
        : String(step) === wanted.key;
    case 'item': {
      if (typeof step === 'string') return false;
      return String(valueAt(item(), wanted.key)) === wanted.value;
    }
    default:
      return false;
  }
}

function itemAt(
  { declared, live }: RuleSubject,
  path: Path,
  depth: number,
): unknown {
  const upTo = path.slice(0, depth + 1);
  const on = (side: 'declared' | 'live', object: Fields) =>
    valueAt(
      object,
      ...upTo.map(step => (typeof step === 'object' ? step[side] : step)),
    );
  return on('live', live) ?? on('declared', declared);
}

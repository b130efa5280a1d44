import {
  Difference,
  IgnoredFields,
} from '@backstage-gitops/plugin-gitops-common';
import { Finding } from '../compare/Finding';
import { formatPath } from '../fields/Step';
import { ComparisonOptions, IgnoreRule } from '../model';
import { builtInRules } from './builtInIgnoreRules';
import { CompiledRule, RuleSubject } from './CompiledRule';

/** A finding with who wrote it, as rules see it. */
export interface AttributedFinding {
  readonly finding: Finding;
  readonly lastWrite: Difference['lastWrite'];
}

const compiled = new WeakMap<IgnoreRule, CompiledRule>();

/** The rules in force, ours first. Throws an InputError for an unreadable one. */
export function rulesInForce({
  rules,
  disabledRules = [],
}: Pick<ComparisonOptions, 'rules' | 'disabledRules'>): CompiledRule[] {
  return [...builtInRules, ...rules]
    .filter(({ name }) => !disabledRules.includes(name))
    .map(compile);
}

function compile(rule: IgnoreRule): CompiledRule {
  const known = compiled.get(rule);
  if (known !== undefined) return known;
  const fresh = new CompiledRule(rule);
  compiled.set(rule, fresh);
  return fresh;
}

/** Takes out what a rule hides, and tells which rule hid which fields. */
export function applyRules(
  findings: readonly AttributedFinding[],
  subject: RuleSubject,
  options: Pick<ComparisonOptions, 'rules' | 'disabledRules'>,
): {
  readonly shown: readonly AttributedFinding[];
  readonly ignored: readonly IgnoredFields[];
} {
  if (findings.length === 0) return { shown: [], ignored: [] };
  const rules = rulesInForce(options).filter(rule => rule.concerns(subject));
  const ignored = new Map<string, string[]>();
  const shown = findings.filter(({ finding, lastWrite }) => {
    const rule = rules.find(each => each.hides(finding, lastWrite, subject));
    if (rule === undefined) return true;
    const { name } = rule.rule;
    const fields = ignored.get(name) ?? [];
    fields.push(formatPath(finding.path));
    ignored.set(name, fields);
    return false;
  });
  return {
    shown,
    ignored: [...ignored].map(([rule, fields]) => ({ rule, fields })),
  };
}

import type {
  Diagnostic,
  ProposalPlan,
} from '@backstage-gitops/plugin-gitops-common';

/** What a rule or the planning itself says, with all that it says it of. */
export interface PlanCheck {
  readonly level: 'deny' | 'error' | 'warn' | 'warning' | 'info';
  /** A diagnostic's name is a code: for a search, not for the eye. */
  readonly by: 'policy' | 'planning';
  /** The policy, or the kind of a diagnostic. */
  readonly name: string;
  readonly message: string;
  readonly resources: readonly string[];
  readonly place?: string;
}

const ORDER: readonly PlanCheck['level'][] = [
  'deny',
  'error',
  'warn',
  'warning',
  'info',
];

/** What blocks first, then what warns; one line for the same words of many resources. */
export function planChecks(
  plan: Pick<ProposalPlan, 'policies' | 'diagnostics'>,
): PlanCheck[] {
  const checks = new Map<string, PlanCheck>();
  for (const { policy, level, message, resource } of plan.policies) {
    const key = JSON.stringify([level, policy, message]);
    const known = checks.get(key)?.resources ?? [];
    checks.set(key, {
      level,
      by: 'policy',
      name: policy,
      message,
      resources: resource ? [...known, resource] : known,
    });
  }
  return [...checks.values(), ...plan.diagnostics.map(ofDiagnostic)].sort(
    (a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level),
  );
}

function ofDiagnostic(diagnostic: Diagnostic): PlanCheck {
  const { level, code, message, file, line } = diagnostic;
  const place = file && (line === undefined ? file : `${file}:${line}`);
  return { level, by: 'planning', name: code, message, resources: [], place };
}

import { PolicyResult } from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import { PolicyInput } from './Policy';
import { levelIn, LevelSettings, PolicyLevel } from './PolicyLevel';

const messageSchema = z.union([
  z.string().transform(message => ({ message, resource: undefined })),
  z
    .object({ msg: z.string(), resource: z.string().optional() })
    .transform(({ msg, resource }) => ({ message: msg, resource })),
]);

const decisionSchema = z.object({
  deny: z.array(messageSchema).default([]),
  warn: z.array(messageSchema).default([]),
});

/** What a Rego policy sees as `input`. */
export function opaInput({
  unit,
  services,
  resources,
  before = [],
  now,
}: PolicyInput): Readonly<Record<string, unknown>> {
  return { unit, services, resources, before, now: now.toISOString() };
}

/**
 * What a Rego package decided: its rules `deny` and `warn`, each a set of
 * messages or of `{ msg, resource }`. Anything else is told as a result, since
 * a policy that says nothing understandable is not a policy that agrees.
 */
export function opaResults(
  policy: string,
  decision: unknown,
): readonly PolicyResult[] {
  const parsed = decisionSchema.safeParse(decision);
  if (!parsed.success) {
    return [
      undecided(
        policy,
        decision === undefined
          ? 'the package is not there'
          : 'it gives no `deny` and `warn`',
      ),
    ];
  }
  const { deny, warn } = parsed.data;
  return [
    ...deny.map(told => ({ policy, level: 'deny' as const, ...defined(told) })),
    ...warn.map(told => ({ policy, level: 'warn' as const, ...defined(told) })),
  ];
}

/**
 * How loud a package may be in an environment: where it warns, its denials are
 * warnings.
 */
export function atMost(
  results: readonly PolicyResult[],
  environment: string,
  { level = 'deny', levels }: Partial<LevelSettings>,
): readonly PolicyResult[] {
  const most: PolicyLevel = levelIn(environment, {
    level,
    ...(levels && { levels }),
  });
  return most === 'deny'
    ? results
    : results.map(result => ({ ...result, level: most }));
}

/** A policy that could not be asked denies: unknown is not agreed. */
export function undecided(policy: string, reason: string): PolicyResult {
  return {
    policy,
    level: 'deny',
    message: `The policy can't be evaluated: ${reason}`,
  };
}

function defined({
  message,
  resource,
}: {
  message: string;
  resource: string | undefined;
}) {
  return { message, ...(resource !== undefined && { resource }) };
}

import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { builtInIgnoreRules } from '../drift/rules/builtInIgnoreRules';
import { rulesInForce } from '../drift/rules/IgnoreRules';
import { IgnoreRule } from '../drift/model';
import { parseConfig } from './parseConfig';

/** What `gitops.drift` says. @public */
export interface DriftConfig {
  /** In force beside the built-in rules. */
  readonly rules: readonly IgnoreRule[];
  /** Names of built-in rules that are turned off. */
  readonly disabledRules: readonly string[];
  /** Whether to list what Git doesn't declare and others wrote. */
  readonly unmanaged: boolean;
}

const text = z.string().min(1, 'is empty');
const texts = z.preprocess(
  value => (typeof value === 'string' ? [value] : value),
  z.array(text).min(1, 'names none').optional(),
);

const ruleSchema = z
  .strictObject({
    name: text,
    reason: text.optional(),
    match: z
      .strictObject({
        groups: z.array(z.string()).optional(),
        kinds: texts,
        namespaces: texts,
        names: texts,
        targets: texts,
      })
      .optional(),
    pointers: texts,
    paths: texts,
    managers: texts,
  })
  .refine(
    ({ pointers, paths, managers }) => pointers ?? paths ?? managers,
    'selects nothing: it needs pointers, paths or managers',
  );

const driftSchema = z
  .strictObject({
    ignore: z.array(ruleSchema).default([]),
    disable: z.array(text).default([]),
    unmanaged: z.boolean().default(false),
  })
  .prefault({});

/**
 * Reads `gitops.drift`, which may be absent.
 *
 * Throws an InputError that names the key, or the rule, and what is wrong.
 *
 * @public
 */
export function readDriftConfig(config: Config): DriftConfig {
  const { ignore, disable, unmanaged } = parseConfig(
    driftSchema,
    'gitops.drift',
    config,
  );
  const names = ignore.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new InputError(`gitops.drift.ignore has two rules named '${twice}'`);
  }
  const builtIn = builtInIgnoreRules.map(({ name }) => name);
  const unknown = disable.find(name => !builtIn.includes(name));
  if (unknown !== undefined) {
    throw new InputError(
      `gitops.drift.disable names '${unknown}', which is none of ${builtIn.join(
        ', ',
      )}`,
    );
  }
  rulesInForce({ rules: ignore });
  return { rules: ignore, disabledRules: disable, unmanaged };
}

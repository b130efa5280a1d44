import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { PolicySettings } from '../policy/openPolicy';
import { parseConfig } from './parseConfig';

const text = z.string().min(1, 'is empty');
const texts = z.preprocess(
  value => (typeof value === 'string' ? [value] : value),
  z.array(text).min(1, 'names none').optional(),
);
const level = z.enum(['deny', 'warn']);
/** Where it is louder or quieter than elsewhere, by environment. */
const levels = z.record(z.string(), level).optional();
const loudness = { level: level.default('deny'), levels };

const celSchema = z.strictObject({
  type: z.literal('cel'),
  name: text,
  expression: text,
  message: text.optional(),
  ...loudness,
  match: z
    .strictObject({
      groups: z.array(z.string()).optional(),
      kinds: texts,
      environments: texts,
    })
    .optional(),
});

const freezeSchema = z.strictObject({
  type: z.literal('freeze'),
  name: text,
  ...loudness,
  environments: texts,
  windows: z
    .array(
      z.strictObject({
        kind: z.enum(['allow', 'deny']).default('deny'),
        schedule: text,
        duration: text,
        timeZone: text.optional(),
      }),
    )
    .min(1, 'names none'),
});

const kubernetesSchema = z.strictObject({
  type: z.literal('schema'),
  name: text,
  ...loudness,
  environments: texts,
});

const opaSchema = z
  .strictObject({
    type: z.literal('opa'),
    name: text,
    /** A file: `bundle.tar.gz` or `policy.wasm`. */
    bundle: text.optional(),
    url: z.url({ protocol: /^https?$/ }).optional(),
    package: text.default('gitops'),
    token: text.optional(),
    level: level.optional(),
    levels,
  })
  .refine(
    ({ bundle, url }) => (bundle === undefined) !== (url === undefined),
    'needs either a bundle or a url',
  );

const policySchema = z.discriminatedUnion('type', [
  celSchema,
  freezeSchema,
  kubernetesSchema,
  opaSchema,
]);

/**
 * Reads `gitops.policies`, which may be absent.
 *
 * Throws an InputError that names the key and what is wrong with it.
 *
 * @public
 */
export function readPolicies(config: Config): readonly PolicySettings[] {
  const policies = parseConfig(
    z.array(policySchema).default([]),
    'gitops.policies',
    config,
  );
  const names = policies.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new InputError(`gitops.policies has two policies named '${twice}'`);
  }
  return policies;
}

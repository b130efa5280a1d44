import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const operation = z.object({
  op: z.enum(['add', 'replace', 'remove']),
  path: z.string(),
  value: z.unknown().optional(),
});
const patch = z.array(operation);

const caseSchema = z.object({
  name: z.string(),
  declared: z.string(),
  live: z.string(),
  edit: z
    .object({ declared: patch.optional(), live: patch.optional() })
    .optional(),
  inSync: z.boolean(),
  differences: z
    .array(z.object({ field: z.string(), class: z.string() }))
    .optional(),
});

/** One pair, edited, with the verdict that is expected. */
export interface ConformancePair {
  readonly name: string;
  readonly declared: unknown;
  readonly live: unknown;
  readonly inSync: boolean;
  readonly differences?: readonly { field: string; class: string }[];
}

/**
 * The real pairs of `GITOPS_CONFORMANCE`, by default beside the repository;
 * `undefined` where the folder isn't there.
 */
export function conformancePairs(
  root: string,
): readonly ConformancePair[] | undefined {
  const folder = path.resolve(
    root,
    process.env.GITOPS_CONFORMANCE ?? '../shared/conformance',
    'drift',
  );
  const file = path.join(folder, 'expected.json');
  if (!fs.existsSync(file)) return undefined;
  const read = (name: string): unknown =>
    JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
  return z
    .array(caseSchema)
    .parse(read('expected.json'))
    .map(({ declared, live, edit, ...rest }) => ({
      ...rest,
      declared: applyPatch(read(declared), edit?.declared ?? []),
      live: applyPatch(read(live), edit?.live ?? []),
    }));
}

function applyPatch(object: unknown, operations: z.infer<typeof patch>) {
  for (const { op, path: pointer, value } of operations) {
    const keys = pointer
      .slice(1)
      .split('/')
      .map(key => key.replace(/~1/g, '/').replace(/~0/g, '~'));
    const last = keys.pop() ?? '';
    const parent = keys.reduce<unknown>(
      (node, key) => z.record(z.string(), z.unknown()).parse(node)[key],
      object,
    );
    if (typeof parent !== 'object' || parent === null) continue;
    if (op === 'remove') Reflect.deleteProperty(parent, last);
    else Reflect.set(parent, last, value);
  }
  return object;
}

import { isError } from '@backstage/errors';
import {
  artifactKindSchema,
  Diagnostic,
  diagnosticSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import { ScalarNode } from '../../manifests/YamlNode';
import { FileRule, RuleFile, RuleReading } from './FileRule';

const name = z.string().min(1);

const readingSchema = z.object({
  declarations: z.array(
    z.object({
      service: name,
      environment: name.optional(),
      cluster: name.optional(),
      namespace: name.optional(),
      artifacts: z
        .array(
          z.object({
            kind: artifactKindSchema,
            name,
            version: z.instanceof(ScalarNode, { error: 'is no place' }),
          }),
        )
        .min(1, 'are none'),
    }),
  ),
  diagnostics: z.array(diagnosticSchema).default([]),
});

/**
 * What a rule makes of a file. One that fails, or gives what can't be, has
 * read nothing of that file, and a diagnostic says so.
 */
export function readRuleFile(rule: FileRule, file: RuleFile): RuleReading {
  try {
    const reading = readingSchema.safeParse(rule.read(file));
    if (!reading.success) return failed(rule, file, problemOf(reading.error));
    const { declarations, diagnostics } = reading.data;
    const places = declarations.map(placeOf);
    const twice = places.find((each, index) => places.indexOf(each) !== index);
    return twice === undefined
      ? { declarations, diagnostics }
      : failed(rule, file, `it declares ${twice} twice`);
  } catch (error) {
    return failed(rule, file, isError(error) ? error.message : String(error));
  }
}

function failed(
  rule: FileRule,
  { path: file }: RuleFile,
  reason: string,
): { declarations: []; diagnostics: Diagnostic[] } {
  const message = `The discovery rule '${rule.name}' failed: ${reason}`;
  return {
    declarations: [],
    diagnostics: [
      { level: 'error', code: 'rule-failed', message, file, line: 1 },
    ],
  };
}

function problemOf({ issues: [issue] }: z.ZodError): string {
  return `${issue.path.join('.')} ${issue.message}`;
}

function placeOf({
  service,
  environment,
  cluster,
  namespace,
}: RuleReading['declarations'][number]): string {
  return [service, environment, cluster, namespace].filter(Boolean).join(' ');
}

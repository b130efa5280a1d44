import {
  diagnosticSchema,
  targetSchema,
  unitSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import { Arguments, Command, Result, Surroundings } from '../Command';
import { formatTable } from '../output/formatTable';
import { noteDiagnostics } from '../output/noteDiagnostics';
import { formatVersion } from '../output/formatVersion';
import { withRepository } from '../repository/openRepository';
import { selectTargets } from './selectTargets';

const answerSchema = z.object({
  repository: z.string(),
  revisions: z.record(z.string(), z.string()),
  units: z.array(unitSchema),
  targets: z.array(targetSchema),
  diagnostics: z.array(diagnosticSchema),
});

/** `gitops targets`: what is declared to run, and where that is written. */
export const targets: Command = {
  name: 'targets',
  summary: 'what each service declares to run in each environment',
  options: {
    service: { value: 'S', summary: 'only this service' },
    environment: { value: 'E', summary: 'only this environment' },
    cluster: { value: 'C', summary: 'only this cluster' },
  },
  run,
};

async function run(
  args: Arguments,
  surroundings: Surroundings,
): Promise<Result> {
  return withRepository(args, surroundings, async open => {
    const discovery = await open.repository.discover({
      ref: open.ref,
      signal: surroundings.signal,
    });
    const selected = selectTargets(
      discovery,
      {
        service: args.get('service'),
        environment: args.get('environment'),
        cluster: args.get('cluster'),
      },
      open.environments,
    );
    const used = new Set(selected.map(({ unit }) => unit));
    const all = selected.length === discovery.targets.length;
    const answer = answerSchema.parse({
      repository: open.config.id,
      revisions: discovery.revisions,
      units: discovery.units.filter(({ id }) => all || used.has(id)),
      targets: selected,
      diagnostics: discovery.diagnostics,
    });
    return {
      json: answer,
      text: () => {
        noteDiagnostics(answer.diagnostics, surroundings);
        return table(answer.targets);
      },
      exitCode: 0,
    };
  });
}

type TargetRow = z.infer<typeof targetSchema>;

function table(rows: readonly TargetRow[]): string {
  return formatTable(
    ['SERVICE', 'ENVIRONMENT', 'CLUSTER', 'ARTIFACT', 'VERSION', 'DECLARED IN'],
    rows.flatMap(rowsOf),
    'no targets',
  );
}

function rowsOf(target: TargetRow): string[][] {
  const { service, environment, cluster = '-', path } = target;
  const place = [service, environment, cluster];
  if (target.artifacts.length === 0) return [[...place, '-', '-', path]];
  return target.artifacts.map(artifact => [
    ...place,
    `${artifact.kind} ${artifact.name}`,
    formatVersion(artifact) || '(none)',
    `${artifact.file}:${artifact.line}`,
  ]);
}

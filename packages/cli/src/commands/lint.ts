import {
  Diagnostic,
  diagnosticSchema,
  PolicyResult,
} from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import { Arguments, Command, Result, Surroundings } from '../Command';
import { judgeUnits } from '@backstage-gitops/plugin-gitops-node';
import { formatTable } from '../output/formatTable';
import { policiesOf } from '../policies/policiesOf';
import { createUnitRenderer } from '../repository/createRenderer';
import { withRepository } from '../repository/openRepository';

const levels = ['error', 'warning', 'info'] as const;

/** `gitops lint`: what could not be read or resolved, for a repository's CI. */
export const lint: Command = {
  name: 'lint',
  summary:
    'what could not be read or resolved, and what policies say; 1 if there is an error',
  options: {
    policies: { value: 'DIR', summary: 'also judge every unit by these' },
  },
  run,
};

async function run(
  args: Arguments,
  surroundings: Surroundings,
): Promise<Result> {
  const policies = await policiesOf(args, surroundings);
  return withRepository(args, surroundings, async open => {
    const { repository, ref } = open;
    const { signal } = surroundings;
    const discovery = await repository.discover({ ref, signal });
    const judged =
      policies.length === 0
        ? { policies: [], diagnostics: [] }
        : await judgeUnits({
            ...discovery,
            repository,
            renderer: await createUnitRenderer(surroundings),
            policies,
            now: new Date(),
            ref,
            signal,
          });
    const diagnostics = z
      .array(diagnosticSchema)
      .parse([...discovery.diagnostics, ...judged.diagnostics])
      .sort(inReadingOrder);
    const isRefused =
      diagnostics.some(({ level }) => level === 'error') ||
      judged.policies.some(({ level }) => level === 'deny');
    return {
      json: { diagnostics, policies: judged.policies },
      text: () => table(diagnostics, judged.policies),
      exitCode: isRefused ? 1 : 0,
    };
  });
}

function inReadingOrder(a: Diagnostic, b: Diagnostic): number {
  return (
    levels.indexOf(a.level) - levels.indexOf(b.level) ||
    a.code.localeCompare(b.code) ||
    (a.file ?? '').localeCompare(b.file ?? '') ||
    (a.line ?? 0) - (b.line ?? 0)
  );
}

function table(
  diagnostics: readonly Diagnostic[],
  policies: readonly PolicyResult[],
): string {
  return formatTable(
    ['LEVEL', 'CAUSE', 'WHERE', 'MESSAGE'],
    [
      ...policies.map(({ level, policy, resource, message }) => [
        level,
        policy,
        resource ?? '-',
        message,
      ]),
      ...diagnostics.map(({ level, code, file, line, message }) => [
        level,
        code,
        file === undefined ? '-' : [file, line].filter(Boolean).join(':'),
        message,
      ]),
    ],
    'nothing to report',
  );
}

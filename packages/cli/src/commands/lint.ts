import {
  Diagnostic,
  diagnosticSchema,
  PolicyResult,
} from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import { Arguments, Command, Result, Surroundings } from '../Command';
import { Discovery, judgeUnits } from '@backstage-gitops/plugin-gitops-node';
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
    const judged = await judgeUnits({
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
      // What is declared is whole in a shallow clone; CI makes nothing else.
      .filter(({ code }) => code !== 'shallow-source')
      .sort(inReadingOrder);
    const isRefused =
      diagnostics.some(({ level }) => level === 'error') ||
      judged.policies.some(({ level }) => level === 'deny');
    return {
      json: { diagnostics, policies: judged.policies },
      text: () =>
        table(diagnostics, judged.policies) +
        summary(discovery, policies.length, diagnostics, judged.policies),
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
      ...[...policies].sort(byLevel).map(each => [
        each.level,
        each.policy,
        placeOf(each),
        // The message of a field begins with it.
        [each.resource, each.message].filter(Boolean).join(': '),
      ]),
      ...diagnostics.map(each => [
        each.level,
        each.code,
        placeOf(each),
        each.message,
      ]),
    ],
    'nothing to report',
  );
}

function byLevel(a: PolicyResult, b: PolicyResult): number {
  return (
    a.level.localeCompare(b.level) ||
    placeOf(a).localeCompare(placeOf(b), undefined, { numeric: true })
  );
}

function placeOf({ file, line }: Pick<Diagnostic, 'file' | 'line'>): string {
  return file === undefined ? '-' : [file, line].filter(Boolean).join(':');
}

/** What was looked at, and what came of it, in one line. */
function summary(
  { units, targets }: Discovery,
  asked: number,
  diagnostics: readonly Diagnostic[],
  policies: readonly PolicyResult[],
): string {
  const counts = [
    counted(policies.filter(({ level }) => level === 'deny').length, 'denial'),
    counted(
      diagnostics.filter(({ level }) => level === 'error').length,
      'error',
    ),
    counted(
      policies.filter(({ level }) => level === 'warn').length +
        diagnostics.filter(({ level }) => level === 'warning').length,
      'warning',
    ),
  ];
  const seen = [
    counted(targets.length, 'target'),
    counted(units.length, 'unit'),
  ].join(' in ');
  return `\n${seen}, ${counted(asked, 'policy', 'policies')}: ${counts.join(
    ', ',
  )}\n`;
}

function counted(
  count: number,
  one: string,
  several: string = `${one}s`,
): string {
  return `${count} ${count === 1 ? one : several}`;
}

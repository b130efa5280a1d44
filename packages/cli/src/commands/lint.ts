import {
  Diagnostic,
  diagnosticSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import { Arguments, Command, Result, Surroundings } from '../Command';
import { formatTable } from '../output/formatTable';
import { withRepository } from '../repository/openRepository';

const levels = ['error', 'warning', 'info'] as const;

/** `gitops lint`: what could not be read or resolved, for a repository's CI. */
export const lint: Command = {
  name: 'lint',
  summary:
    'what could not be read or resolved, and why; 1 if there is an error',
  options: {},
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
    const diagnostics = z
      .array(diagnosticSchema)
      .parse(discovery.diagnostics)
      .sort(inReadingOrder);
    return {
      json: { diagnostics, policies: [] },
      text: () => table(diagnostics),
      exitCode: diagnostics.some(({ level }) => level === 'error') ? 1 : 0,
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

function table(diagnostics: readonly Diagnostic[]): string {
  return formatTable(
    ['LEVEL', 'CAUSE', 'WHERE', 'MESSAGE'],
    diagnostics.map(({ level, code, file, line, message }) => [
      level,
      code,
      file === undefined ? '-' : [file, line].filter(Boolean).join(':'),
      message,
    ]),
    'nothing to report',
  );
}

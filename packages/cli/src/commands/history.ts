import {
  Change,
  changeSchema,
  targetRefSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import { Arguments, Command, Result, Surroundings } from '../Command';
import { formatTable } from '../output/formatTable';
import { wholeNumber } from '../parseArguments';
import { withRepository } from '../repository/openRepository';
import { selectTargets } from './selectTargets';
import { UsageError } from '../UsageError';

const maximumLimit = 10_000;

const answerSchema = z.object({
  targets: z.array(targetRefSchema),
  changes: z.array(changeSchema),
  nextCursor: z.string().optional(),
});

/** `gitops history`: what moved a service in an environment, newest first. */
export const history: Command = {
  name: 'history',
  summary: 'what moved a service in an environment: when, by whom, by which PR',
  options: {
    service: { value: 'S', required: true, summary: 'the service' },
    environment: { value: 'E', required: true, summary: 'the environment' },
    cluster: { value: 'C', summary: 'only this cluster' },
    limit: { value: 'N', summary: 'at most so many changes (25, up to 10000)' },
    cursor: { value: 'X', summary: 'go on after the page that gave X' },
    all: { summary: 'also changes that moved no version' },
  },
  run,
};

async function run(
  args: Arguments,
  surroundings: Surroundings,
): Promise<Result> {
  const limit = wholeNumber('limit', args.get('limit') ?? '25', {
    min: 1,
    max: maximumLimit,
  });
  return withRepository(args, surroundings, async open => {
    const { signal } = surroundings;
    const { ref } = open;
    const discovery = await open.repository.discover({ ref, signal });
    const selected = selectTargets(
      discovery,
      {
        service: args.require('service'),
        environment: args.require('environment'),
        cluster: args.get('cluster'),
      },
      open.environments,
    );
    if (selected.length === 0) throw new UsageError(absence(args));
    const page = await open.repository.history(
      selected.map(({ id }) => id),
      {
        kind: args.has('all') ? 'all' : 'versions',
        limit,
        cursor: args.get('cursor'),
        ref,
        signal,
      },
    );
    const answer = answerSchema.parse({ targets: selected, ...page });
    return {
      json: answer,
      text: () => {
        if (answer.nextCursor !== undefined) {
          surroundings.note(`there is more: --cursor ${answer.nextCursor}`);
        }
        return table(answer.changes);
      },
      exitCode: 0,
    };
  });
}

function absence(args: Arguments): string {
  const cluster = args.get('cluster');
  return `'${args.require('service')}' is not declared in ${args.require(
    'environment',
  )}${cluster === undefined ? '' : ` on ${cluster}`}`;
}

function table(changes: readonly Change[]): string {
  return formatTable(
    ['TIME (UTC)', 'ARTIFACT', 'FROM', 'TO', 'PR', 'AUTHOR', 'COMMIT', ''],
    changes.flatMap(rowsOf),
    'no changes',
  );
}

function rowsOf(change: Change): string[][] {
  const when = change.effectiveAt.slice(0, 16).replace('T', ' ');
  const rest = [
    change.pullRequest === undefined ? '-' : `#${change.pullRequest.number}`,
    change.author,
    change.commit.slice(0, 10),
    change.rollback ? 'rollback' : '',
  ];
  if (change.artifacts.length === 0) {
    return [[when, `(${change.subject})`, '', '', ...rest]];
  }
  return change.artifacts.map(({ kind, name, from, to }) => [
    when,
    `${kind} ${name}`,
    from ?? '(new)',
    to ?? '(removed)',
    ...rest,
  ]);
}

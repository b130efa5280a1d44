import { Arguments, Command, Result, Surroundings } from '../Command';
import { withRepository } from '../repository/openRepository';
import {
  commonRequest,
  declaredTargets,
  proposalOptions,
  proposalResult,
  requireDryRun,
} from './proposalResult';

/** `gitops rollback`: what it takes to declare what was declared before. */
export const rollback: Command = {
  name: 'rollback',
  summary: 'the edit that brings back what an environment declared before',
  options: {
    service: { value: 'S', required: true, summary: 'the service' },
    environment: { value: 'E', required: true, summary: 'the environment' },
    to: {
      value: 'COMMIT|VERSION',
      required: true,
      summary: 'the state after this commit, or when this version ran last',
    },
    revert: {
      summary: 'undo the whole change of the commit instead, and it alone',
    },
    ...proposalOptions,
  },
  run,
};

async function run(
  args: Arguments,
  surroundings: Surroundings,
): Promise<Result> {
  requireDryRun(args);
  return withRepository(args, surroundings, async open => {
    const { signal } = surroundings;
    const discovery = await open.repository.discover({ ref: open.ref, signal });
    const targets = declaredTargets(
      discovery,
      {
        service: args.require('service'),
        environment: args.require('environment'),
        cluster: args.get('cluster'),
      },
      open,
    );
    return proposalResult({
      request: {
        kind: 'rollback',
        ...commonRequest(args),
        targets: targets.map(({ id }) => id),
        to: args.require('to'),
        mode: args.has('revert') ? 'revert' : 'restore',
      },
      revisions: discovery.revisions,
      open,
      args,
      surroundings,
    });
  });
}

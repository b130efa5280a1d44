import { Change, changeSchema } from '@backstage-gitops/plugin-gitops-common';
import {
  behindChanges,
  DiscoveredTarget,
  Discovery,
} from '@backstage-gitops/plugin-gitops-node';
import { z } from 'zod';
import { Arguments, Command, Result, Surroundings } from '../Command';
import { formatTable } from '../output/formatTable';
import { OpenRepository, withRepository } from '../repository/openRepository';
import { UsageError } from '../UsageError';
import { ArtifactDifference, diffArtifacts } from './diffArtifacts';
import { ResourceDifference } from './diffResources';
import { diffRenders } from './diffRenders';
import { selectTargets } from './selectTargets';

/** As far back as a lag is looked for. */
const maximumChanges = 1_000;

/** `gitops diff`: what two environments declare differently for a service. */
export const diff: Command = {
  name: 'diff',
  summary: 'what differs for a service between two environments',
  options: {
    service: { value: 'S', required: true, summary: 'the service' },
    from: { value: 'E1', required: true, summary: 'the environment ahead' },
    to: { value: 'E2', required: true, summary: 'the environment behind' },
  },
  run,
};

interface Answer {
  readonly service: string;
  readonly from: string;
  readonly to: string;
  readonly artifacts: readonly ArtifactDifference[];
  readonly resources: readonly ResourceDifference[];
  readonly behind: readonly Change[];
}

async function run(
  args: Arguments,
  surroundings: Surroundings,
): Promise<Result> {
  return withRepository(args, surroundings, async open => {
    const { signal } = surroundings;
    const discovery = await open.repository.discover({ ref: open.ref, signal });
    const from = targetsOf(args, 'from', discovery, open);
    const to = targetsOf(args, 'to', discovery, open);
    const artifacts = diffArtifacts(
      from.flatMap(target => target.artifacts),
      to.flatMap(target => target.artifacts),
    );
    const page = await open.repository.history(
      from.map(({ id }) => id),
      { kind: 'versions', limit: maximumChanges, ref: open.ref, signal },
    );
    const differing = new Set(artifacts.map(({ kind, name }) => kind + name));
    const { behind, unknown } = behindChanges(
      page.changes,
      to
        .flatMap(target => target.artifacts)
        .filter(({ kind, name }) => differing.has(kind + name)),
    );
    for (const artifact of unknown) {
      surroundings.note(
        `${artifact}: what ${args.get('to')} declares was never in ${args.get(
          'from',
        )}, so its lag can't be counted`,
      );
    }
    const answer: Answer = {
      service: from[0].service,
      from: from[0].environment,
      to: to[0].environment,
      artifacts,
      resources: await diffRenders({ from, to }, discovery, open, surroundings),
      behind: z.array(changeSchema).parse(behind),
    };
    return { json: answer, text: () => text(answer), exitCode: 0 };
  });
}

function targetsOf(
  args: Arguments,
  option: 'from' | 'to',
  discovery: Discovery,
  open: OpenRepository,
): readonly DiscoveredTarget[] {
  const service = args.require('service');
  const environment = args.require(option);
  const found = selectTargets(
    discovery,
    { service, environment },
    open.environments,
  );
  if (found.length > 0) return found;
  throw new UsageError(`'${service}' is not declared in ${environment}`);
}

function text(answer: Answer): string {
  const { from, to, artifacts, resources, behind } = answer;
  const parts = [
    formatTable(
      ['ARTIFACT', from.toLocaleUpperCase('en'), to.toLocaleUpperCase('en')],
      artifacts.map(each => [
        `${each.kind} ${each.name}`,
        each.from ?? '-',
        each.to ?? '-',
      ]),
      `${from} and ${to} declare the same versions`,
    ),
  ];
  if (behind.length > 0) {
    parts.push(
      formatTable(
        [`${to} LACKS`, 'PR', 'AUTHOR', 'SUBJECT'],
        behind.map(change => [
          change.effectiveAt.slice(0, 16).replace('T', ' '),
          change.pullRequest ? `#${change.pullRequest.number}` : '-',
          change.author,
          change.subject,
        ]),
        '',
      ),
    );
  }
  if (resources.length > 0) {
    parts.push(
      formatTable(
        ['OBJECT', 'FIELD', from, to],
        resources.flatMap(({ id, differences }) =>
          differences.map(({ field, from: before, to: after }) => [
            id,
            field || '(whole)',
            before === undefined ? '-' : String(before),
            after === undefined ? '-' : String(after),
          ]),
        ),
        '',
      ),
    );
  }
  return parts.join('\n');
}

import { randomBytes } from 'node:crypto';
import { ResourceDrift } from '@backstage-gitops/plugin-gitops-common';
import {
  builtInSchemas,
  ComparisonOptions,
  compareResources,
  gitopsFieldManagers,
  schemasFromDefinitions,
} from '@backstage-gitops/plugin-gitops-node';
import { Arguments, Result, Surroundings } from '../Command';
import { formatDrift } from '../output/formatDrift';
import { readDriftFile } from '../repository/readConfigFile';
import { UsageError } from '../UsageError';
import { findOrphans } from './findOrphans';
import { readObjectFiles } from './readObjectFiles';

/** `gitops drift --declared FILE… --live FILE…`: no repository, no cluster. */
export async function driftOffline(
  args: Arguments,
  surroundings: Surroundings,
): Promise<Result> {
  if (args.repository !== '') {
    throw new UsageError(
      `--declared and --live take the place of the repository ${args.repository}`,
    );
  }
  if (args.has('ref')) throw new UsageError('--ref goes with a repository');
  for (const option of ['declared', 'live']) {
    if (!args.has(option)) throw new UsageError(`--${option} FILE is missing`);
  }
  const declared = await readObjectFiles(args.all('declared'), surroundings);
  if (declared.length === 0) {
    throw new UsageError('the declared files hold no object');
  }
  const liveRead = await readObjectFiles(args.all('live'), surroundings);
  const live = liveRead.map(({ resource }) => resource);
  const managers = args.all('manager');
  const file = args.get('config');
  const rules = file ? await readDriftFile(file, surroundings) : undefined;
  const options: ComparisonOptions = {
    schemas: schemasFromDefinitions(
      [...declared.map(({ resource }) => resource), ...live],
      builtInSchemas,
    ),
    rules: rules?.rules ?? [],
    disabledRules: rules?.disabledRules,
    fieldManagers: managers.length > 0 ? managers : gitopsFieldManagers,
    unmanaged: args.has('unmanaged') || (rules?.unmanaged ?? false),
    defaultNamespace: args.get('namespace'),
    salt: randomBytes(32),
  };
  return driftResult([
    ...compareResources({ declared, live }, options),
    ...findOrphans({ declared, live }, options),
  ]);
}

/** Exit 0 only where every resource is synced. */
export function driftResult(resources: readonly ResourceDrift[]): Result {
  const inSync = resources.every(({ status }) => status === 'synced');
  return {
    json: { inSync, resources: resources.map(withoutRules) },
    text: () => formatDrift(resources),
    exitCode: inSync ? 0 : 1,
  };
}

/** The answer tells differences; which rules hid others is for a person. */
function withoutRules({ ignored: _, differences, ...resource }: ResourceDrift) {
  return {
    ...resource,
    differences: differences.map(({ lastWrite, ...difference }) => {
      if (lastWrite === undefined) return difference;
      const { manager, operation, time } = lastWrite;
      return { ...difference, lastWrite: { manager, operation, time } };
    }),
  };
}

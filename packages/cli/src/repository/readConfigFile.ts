import fs from 'node:fs/promises';
import path from 'node:path';
import {
  DriftConfig,
  EnvironmentConfig,
  PolicySettings,
  readDriftConfig,
  readGitopsConfig,
  readPolicies,
  readRenderConfig,
  RenderSettings,
  RepositoryConfig,
  repositoryName,
} from '@backstage-gitops/plugin-gitops-node';
import { Config, ConfigReader } from '@backstage/config';
import { isError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { parse } from 'yaml';
import { z } from 'zod';
import { Surroundings } from '../Command';
import { UsageError } from '../UsageError';

/** How one repository is to be read. */
export interface RepositorySettings {
  readonly repository: RepositoryConfig;
  readonly environments: readonly EnvironmentConfig[];
}

/**
 * What the file says about the repository at `url` (a clone of `origin`): the
 * entry with one of these urls, else the only entry. Without a file, or without entries, what can be
 * inferred is.
 */
export async function readConfigFile(
  file: string | undefined,
  { url, origin }: { readonly url: string; readonly origin?: string },
  { directory }: Pick<Surroundings, 'directory'>,
): Promise<RepositorySettings> {
  // A clone is called what it was cloned from, whatever its folder is called.
  const id = repositoryName(origin ?? url) || 'repository';
  const inferred = { id, url, rules: [] };
  if (file === undefined) return { repository: inferred, environments: [] };
  const absolute = path.resolve(directory, file);
  const { repositories, environments } = await readSection(
    absolute,
    readGitopsConfig,
  );
  const named = (each: RepositoryConfig) =>
    isSame(each.url, url, path.dirname(absolute));
  const entry =
    repositories.find(named) ??
    repositories.find(
      each => origin && canonical(each.url) === canonical(origin),
    ) ??
    (repositories.length === 1 ? repositories[0] : undefined);
  if (entry === undefined && repositories.length > 0) {
    throw new UsageError(
      `${absolute} has ${repositories.length} repositories, but none with this url`,
    );
  }
  if (entry === undefined) return { repository: inferred, environments };
  // The file tells what the repository is called, the person where it is.
  const upstream = entry.upstream ?? (named(entry) ? undefined : entry.url);
  return {
    repository: { ...entry, url, ...(upstream && { upstream }) },
    environments,
  };
}

/** What the file says of drift: rules for what isn't told. */
export async function readDriftFile(
  file: string,
  { directory }: Pick<Surroundings, 'directory'>,
): Promise<DriftConfig> {
  return readSection(path.resolve(directory, file), readDriftConfig);
}

/** What the file says of rendering: programs, and charts from elsewhere. */
export async function readRenderFile(
  file: string,
  { directory }: Pick<Surroundings, 'directory'>,
): Promise<RenderSettings> {
  return readSection(path.resolve(directory, file), readRenderConfig);
}

/** What the file says of policies. */
export async function readPoliciesFile(
  file: string,
  { directory }: Pick<Surroundings, 'directory'>,
): Promise<readonly PolicySettings[]> {
  return readSection(path.resolve(directory, file), readPolicies);
}

const fileSchema = z.object({ gitops: z.record(z.string(), z.json()) });

async function readSection<T>(
  file: string,
  readConfig: (config: Config) => T,
): Promise<T> {
  let content: unknown;
  try {
    content = parse(await fs.readFile(file, 'utf8'));
  } catch (error) {
    const reason = isError(error) ? error.message : String(error);
    throw new UsageError(`the configuration ${file} can't be read: ${reason}`);
  }
  const result = fileSchema.safeParse(content);
  if (!result.success) {
    throw new UsageError(`${file} has no \`gitops:\` section`);
  }
  try {
    const section: JsonObject = { gitops: result.data.gitops };
    return readConfig(new ConfigReader(section));
  } catch (error) {
    if (!isError(error)) throw error;
    throw new UsageError(`${file}: ${error.message}`);
  }
}

/** Whether an entry's url names the repository, however either is written. */
function isSame(configured: string, url: string, directory: string): boolean {
  return (
    canonical(configured) === canonical(url) ||
    path.resolve(directory, configured) === url
  );
}

function canonical(url: string): string {
  return url
    .replace(/^file:\/\//, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
}

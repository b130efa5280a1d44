import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  BenchFigures,
  benchRepository,
  GitConfigRepository,
  RepositoryConfig,
} from '@backstage-gitops/plugin-gitops-node';
import { isError } from '@backstage/errors';
import { createUnitRenderer } from '../repository/createRenderer';
import { Agreement, measureAgreement } from './measureAgreement';
import { measureRecall, Recall } from './measureRecall';
import { scanVersionLines } from './scanVersionLines';

export interface SurveyRequest {
  /** `owner/name`. */
  readonly name: string;
  /** Where a bare copy of it lies. */
  readonly directory: string;
  readonly bench: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What was found in one repository. */
export interface Survey {
  readonly name: string;
  readonly commit: string;
  readonly units: ReadonlyMap<string, number>;
  readonly environments: readonly string[];
  readonly targets: number;
  readonly services: number;
  readonly artifacts: number;
  readonly diagnostics: ReadonlyMap<string, number>;
  readonly recall: Recall;
  readonly agreement: Agreement;
  readonly bench: { readonly figures?: BenchFigures; readonly reason?: string };
}

/** Reads one repository as the command line would, and measures the result. */
export async function surveyRepository({
  name,
  directory,
  bench,
  environment,
}: SurveyRequest): Promise<Survey> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'gitops-survey-'));
  const config: RepositoryConfig = {
    id: path.posix.basename(name),
    url: directory,
    upstream: `https://git.example.com/${name}`,
    rules: [],
  };
  const repository = new GitConfigRepository({
    repository: config,
    environments: [],
    mirrorDirectory: path.join(folder, 'mirror'),
  });
  try {
    await repository.refresh();
    const discovery = await repository.discover();
    const [commit] = Object.values(discovery.revisions);
    const renderer = await createUnitRenderer({ environment });
    const { targets, units, diagnostics } = discovery;
    const artifacts = targets.flatMap(target => target.artifacts);
    return {
      name,
      commit,
      units: count(units.map(({ kind }) => kind)),
      environments: discovery.environments.map(each => each.name),
      targets: targets.length,
      services: new Set(targets.map(({ service }) => service)).size,
      artifacts: artifacts.length,
      diagnostics: count(diagnostics.map(({ code }) => code)),
      recall: measureRecall(
        scanVersionLines(directory, commit),
        artifacts,
        diagnostics,
      ),
      agreement: await measureAgreement(repository, renderer),
      bench: bench ? await measure(config, path.join(folder, 'bench')) : {},
    };
  } finally {
    await repository.close();
    await fs.rm(folder, { recursive: true, force: true });
  }
}

/** A repository without a version to move can't be measured. */
async function measure(
  repository: RepositoryConfig,
  directory: string,
): Promise<Survey['bench']> {
  try {
    await fs.mkdir(directory);
    const request = { repository, environments: [], directory };
    return { figures: await benchRepository(request) };
  } catch (error) {
    return { reason: isError(error) ? error.message : String(error) };
  }
}

/** How often each word occurs, most frequent first. */
function count(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Map(
    [...counts].sort(([a, n], [b, m]) => m - n || a.localeCompare(b)),
  );
}

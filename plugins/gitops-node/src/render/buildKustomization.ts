import { createHash } from 'node:crypto';
import { parseYaml } from '../manifests/parseYaml';
import { isResource, Resource } from '../manifests/Resource';
import { KustomizeProgram } from './KustomizeProgram';
import { RenderCache } from './RenderCache';
import { RenderFailure } from './RenderFailure';
import { defaultRenderLimits, RenderLimits } from './renderLimits';
import { resourceValue } from '../manifests/resourceValue';
import { runKustomize } from './runKustomize';

/** What every render runs with. @public */
export interface RenderContext {
  /** Absent where there is none: plain YAML can be read all the same. */
  readonly kustomize?: KustomizeProgram;
  readonly cache?: RenderCache;
  readonly limits?: RenderLimits;
  readonly signal?: AbortSignal;
}

/** The objects that kustomize makes of a private tree. */
export async function buildKustomization(
  files: ReadonlyMap<string, string>,
  directory: string,
  context: RenderContext,
): Promise<readonly Resource[]> {
  const { kustomize: program, cache, signal } = context;
  if (program === undefined) {
    throw new RenderFailure(
      'render-no-program',
      'neither kustomize nor kubectl was found',
    );
  }
  const key = cacheKey(program, directory, files);
  const cached = cache?.get(key);
  if (cached !== undefined) return parseOutput(cached, 'kustomize');
  const limits = context.limits ?? defaultRenderLimits;
  const run = { program, files, directory, limits, signal };
  const output = await runKustomize(run);
  cache?.set(key, output);
  return parseOutput(output, 'kustomize');
}

function cacheKey(
  program: KustomizeProgram,
  directory: string,
  files: ReadonlyMap<string, string>,
): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([program, directory]));
  for (const entry of files) hash.update(JSON.stringify(entry));
  return hash.digest('hex');
}

/** The objects that a program printed. */
export function parseOutput(
  output: string,
  program: string,
): readonly Resource[] {
  const source = { branch: '', file: program };
  const { documents, diagnostics } = parseYaml(output, source);
  if (diagnostics.length > 0) {
    throw new RenderFailure('render-failed', diagnostics[0].message);
  }
  return documents.map(({ root }) => resourceValue(root)).filter(isResource);
}

import { createHash } from 'node:crypto';
import { FileTree } from '../git/FileTree';
import { parseYaml } from '../manifests/parseYaml';
import { KustomizeProgram } from './KustomizeProgram';
import { kustomizationFiles, PrivateTree } from './PrivateTree';
import { readPlainDirectory } from './readPlainDirectory';
import { RenderCache } from './RenderCache';
import { generatedResources } from './generatedResources';
import { RenderFailure } from './RenderFailure';
import { defaultRenderLimits, RenderLimits } from './renderLimits';
import { RenderResult } from './RenderResult';
import { isResource } from '../manifests/Resource';
import { resourceValue } from './resourceValue';
import { runKustomize } from './runKustomize';
import { directoryPath } from './treePath';

/** @public */
export interface RenderRequest {
  readonly tree: FileTree;
  /** A directory relative to the repository's root; `''` is the root. */
  readonly path: string;
  /**
   * A directory without a kustomization: `plain` takes its own manifests,
   * `recursive` those below it too, as Flux does (which builds subdirectories
   * that hold a kustomization).
   */
  readonly layout?: 'plain' | 'recursive';
  /** Absent where there is none: plain YAML can be read all the same. */
  readonly kustomize?: KustomizeProgram;
  readonly cache?: RenderCache;
  readonly limits?: RenderLimits;
  readonly signal?: AbortSignal;
}

/**
 * What a directory's manifests come to at one revision, by plain YAML or
 * kustomize, confined to the repository's own files.
 *
 * What can't be rendered is a diagnostic; only cancellation is thrown.
 *
 * @public
 */
export async function renderDirectory(
  request: RenderRequest,
): Promise<RenderResult> {
  try {
    const directory = directoryPath(request.path);
    if (!request.tree.hasDirectory(directory)) {
      throw new RenderFailure(
        'render-absent',
        `there is no directory '${request.path}'`,
      );
    }
    const tree = new PrivateTree(
      request.tree,
      request.limits ?? defaultRenderLimits,
    );
    const chart = directory === '' ? 'Chart.yaml' : `${directory}/Chart.yaml`;
    if (kustomizationFiles(request.tree, directory).length > 0) {
      tree.addDirectory(directory);
    } else if (request.tree.entries.has(chart)) {
      throw new RenderFailure(
        'render-helm',
        'it is a Helm chart; charts are not rendered yet',
        { file: chart },
      );
    } else if (request.layout === 'recursive') {
      tree.addGenerated(directory, generatedResources(request.tree, directory));
    } else {
      return readPlainDirectory(request.tree, directory);
    }
    return parseOutput(await build(request, tree, directory));
  } catch (error) {
    if (!(error instanceof RenderFailure)) throw error;
    return { resources: [], diagnostics: [error.toDiagnostic()] };
  }
}

async function build(
  request: RenderRequest,
  tree: PrivateTree,
  directory: string,
): Promise<string> {
  const { kustomize: program, cache, signal } = request;
  if (program === undefined) {
    throw new RenderFailure(
      'render-no-program',
      'neither kustomize nor kubectl was found',
    );
  }
  const { files } = tree;
  const key = cacheKey(program, directory, files);
  const cached = cache?.get(key);
  if (cached !== undefined) return cached;
  const limits = request.limits ?? defaultRenderLimits;
  const output = await runKustomize({
    program,
    files,
    directory,
    limits,
    signal,
  });
  cache?.set(key, output);
  return output;
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

function parseOutput(output: string): RenderResult {
  const { documents, diagnostics } = parseYaml(output, {
    branch: '',
    file: 'kustomize',
  });
  if (diagnostics.length > 0) {
    throw new RenderFailure('render-failed', diagnostics[0].message);
  }
  return {
    resources: documents
      .map(({ root }) => resourceValue(root))
      .filter(isResource),
    diagnostics: [],
  };
}

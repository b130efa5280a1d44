import { FileTree } from '../git/FileTree';
import { buildKustomization, RenderContext } from './buildKustomization';
import { kustomizationFiles, PrivateTree } from './PrivateTree';
import { readPlainDirectory } from './readPlainDirectory';
import { generatedResources } from './generatedResources';
import { RenderFailure } from './RenderFailure';
import { defaultRenderLimits } from './renderLimits';
import { RenderResult } from './RenderResult';
import { directoryPath } from './treePath';

/** @public */
export interface RenderRequest extends RenderContext {
  readonly tree: FileTree;
  /** A directory relative to the repository's root; `''` is the root. */
  readonly path: string;
  /**
   * A directory without a kustomization: `plain` takes its own manifests,
   * `recursive` those below it too, as Flux does (which builds subdirectories
   * that hold a kustomization).
   */
  readonly layout?: 'plain' | 'recursive';
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
    return {
      resources: await buildKustomization(tree.files, directory, request),
      diagnostics: [],
    };
  } catch (error) {
    if (!(error instanceof RenderFailure)) throw error;
    return { resources: [], diagnostics: [error.toDiagnostic()] };
  }
}

import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { BranchManifests } from './BranchManifests';
import {
  Declaration,
  DeclarationReader,
  Declarations,
  DiscoveryContext,
} from './declaration';
import { manifestPaths } from './findRoots';
import { KustomizationGraph } from './kustomize/KustomizationGraph';
import { directoryOf } from './repositoryPath';

/**
 * What no object declares: kustomizations that no other uses, and folders of
 * plain manifests. Where units cover other folders of the same top folder,
 * what they leave out is switched off, and only told.
 */
export const overlayReader: DeclarationReader = {
  name: 'Overlay',
  phase: 'resolve',
  fromBranch(branch, context) {
    const graph = context.kustomizations(branch.name);
    if (graph === undefined) return { declarations: [], diagnostics: [] };
    const overlays = undeclaredOverlays(branch, graph, context);
    const declares = context.declarations().some(isDeclaredByObject);
    const folders = declares ? [] : plainFolders(branch, graph, context);
    return {
      declarations: [...overlays.declarations, ...folders],
      diagnostics: overlays.diagnostics,
    };
  },
};

const undeclared: ReadonlySet<Declaration['kind']> = new Set([
  'HelmValues',
  'Overlay',
  'Rule',
]);

function isDeclaredByObject({ kind }: Declaration): boolean {
  return !undeclared.has(kind);
}

/** Folders whose kustomizations are for people and tests, not for a cluster. */
const aside = new Set([
  'doc',
  'docs',
  'e2e',
  'example',
  'examples',
  'fixtures',
  'hack',
  'sample',
  'samples',
  'scaffold',
  'scripts',
  'template',
  'templates',
  'test',
  'testdata',
  'tests',
]);

function undeclaredOverlays(
  branch: BranchManifests,
  graph: KustomizationGraph,
  context: DiscoveryContext,
): Declarations {
  const declarations: Declaration[] = [];
  const declares = context.declarations().some(isDeclaredByObject);
  const diagnostics: Diagnostic[] = [];
  for (const directory of graph.leaves()) {
    const file = graph.fileOf(directory);
    if (context.isCovered(branch.name, file)) continue;
    const top = directory.split('/')[0];
    const isAside = directory.split('/').some(segment => aside.has(segment));
    if (context.isUsed(branch.name, top) || (declares && isAside)) {
      diagnostics.push({
        level: 'info',
        code: 'overlay-unreferenced',
        message: `No unit applies ${directory}, although units apply other folders.`,
        file,
      });
    } else {
      declarations.push(overlay(branch, directory, file));
    }
  }
  return { declarations, diagnostics };
}

function plainFolders(
  branch: BranchManifests,
  graph: KustomizationGraph,
  context: DiscoveryContext,
): Declaration[] {
  const folders = new Map<string, string>();
  for (const path of manifestPaths(branch)) {
    const directory = directoryOf(path);
    if (folders.has(directory) || graph.has(directory)) continue;
    if (graph.isUsed(path) || context.isCovered(branch.name, path)) continue;
    if (branch.file(path).manifests.length > 0) folders.set(directory, path);
  }
  return [...folders].map(([directory, file]) =>
    overlay(branch, directory, file),
  );
}

function overlay(
  branch: BranchManifests,
  path: string,
  file: string,
): Declaration {
  const location = {
    branch: branch.name,
    file,
    document: '#0',
    field: '',
    line: 1,
    exact: true,
  };
  return {
    kind: 'Overlay',
    group: '',
    name: path,
    declaredBy: location,
    files: [file],
    labels: {},
    annotations: {},
    sources: [
      {
        type: 'directory',
        branch: branch.name,
        path,
        recurse: false,
        engine: 'argocd',
        location,
      },
    ],
  };
}

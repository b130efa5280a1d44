import picomatch from 'picomatch';
import { Manifest } from '../manifests/Manifest';
import { locate, ScalarNode } from '../manifests/YamlNode';
import { BranchManifests } from './BranchManifests';
import {
  Declaration,
  DiscoveryContext,
  LocatedArtifact,
  SourceContent,
  SourceOf,
} from './declaration';
import { emptyBuild, KustomizeBuild } from './kustomize/KustomizeBuild';
import { kustomizationFile } from './kustomize/Kustomization';
import { KustomizeBuilds } from './kustomize/KustomizeBuilds';
import { splitImage } from '../manifests/imageReference';
import { isManifestPath } from './manifestPaths';
import { joinPath } from './repositoryPath';
import { substitute } from './substitute';
import { workloadsOf } from './workloadsOf';

const absent: SourceContent = {
  workloads: [],
  artifacts: [],
  manifests: [],
  files: [],
  exists: false,
  diagnostics: [],
};

/** A directory of this repository, as the declaring engine would apply it. */
export function readDirectory(
  source: SourceOf<'directory'>,
  declaration: Declaration,
  context: DiscoveryContext,
): SourceContent {
  const branch = context.branch(source.branch);
  const kustomize = context.kustomize(source.branch);
  if (branch === undefined || kustomize === undefined) return absent;
  const { tree } = branch;
  if (!tree.hasDirectory(source.path)) {
    return absent;
  }
  const plain = buildDirectory(source, branch, kustomize);
  const build = source.kustomize
    ? kustomize.add(plain, source.kustomize, source.path)
    : plain;
  return contentOf(build, declaration);
}

/** A build as a source: its workloads and what it takes from elsewhere. */
export function contentOf(
  build: KustomizeBuild,
  declaration: Pick<Declaration, 'substitutions'>,
): SourceContent {
  const { substitutions } = declaration;
  const manifests =
    substitutions === undefined
      ? build.manifests
      : build.manifests.map(manifest => substitute(manifest, substitutions));
  return {
    workloads: workloadsOf(manifests),
    artifacts: [...build.artifacts, ...build.remoteImages.map(imageArtifact)],
    manifests,
    files: build.files,
    exists: true,
    diagnostics: [...build.diagnostics],
  };
}

function imageArtifact(image: ScalarNode): LocatedArtifact {
  const { name, tag, digest } = splitImage(image.text);
  const location = locate(image);
  return { kind: 'image', name, version: tag ?? '', digest, location };
}

function buildDirectory(
  source: SourceOf<'directory'>,
  branch: BranchManifests,
  kustomize: KustomizeBuilds,
): KustomizeBuild {
  const built = kustomize.build(source.path);
  if (built !== undefined) return built;
  const isFlux = source.engine === 'flux';
  return collect(source.path, source.recurse || isFlux);

  function collect(directory: string, recurse: boolean): KustomizeBuild {
    let build = emptyBuild;
    for (const name of branch.tree.children(directory)) {
      const path = joinPath(directory, name);
      if (branch.tree.entries.has(path)) {
        if (isIncluded(path, source, branch)) build = addFile(build, path);
      } else if (recurse && isFlux && kustomizationFile(branch.tree, path)) {
        build = build.including(kustomize.build(path) ?? emptyBuild);
      } else if (recurse) {
        build = build.including(collect(path, recurse));
      }
    }
    return build;
  }

  function addFile(build: KustomizeBuild, path: string): KustomizeBuild {
    const manifests: readonly Manifest[] = branch.file(path).manifests;
    return manifests.length === 0
      ? build
      : build.withFiles([path]).withManifests(manifests);
  }
}

function isIncluded(
  path: string,
  source: SourceOf<'directory'>,
  branch: BranchManifests,
): boolean {
  if (!/\.(?:ya?ml|json)$/i.test(path)) return false;
  if (!isManifestPath(branch.tree, path)) return false;
  const relative =
    source.path === '' ? path : path.slice(source.path.length + 1);
  const { include, exclude } = source;
  if (exclude && picomatch.isMatch(relative, exclude)) return false;
  return !include || picomatch.isMatch(relative, include);
}

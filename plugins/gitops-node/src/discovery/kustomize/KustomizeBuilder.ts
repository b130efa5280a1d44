import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import {
  itemsAt,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import { BranchManifests } from '../BranchManifests';
import { KustomizeAdditions } from './KustomizeAdditions';
import { KustomizeBuilds } from './KustomizeBuilds';
import { resolvePath } from '../repositoryPath';
import { emptyBuild, KustomizeBuild } from './KustomizeBuild';
import { generatedObjects } from './generatedObjects';
import { imageOverrides } from './imageTransformer';
import {
  componentEntries,
  Kustomization,
  otherFileEntries,
  readKustomization,
  resourceEntries,
} from './Kustomization';
import { inflatedCharts } from './inflatedCharts';
import { inlinePatch, Patch } from './patches';
import { parseRemoteReference } from './remoteReference';
import { applyReplacements } from './replacements';
import { remoteArtifact } from './remoteArtifact';

/**
 * Builds kustomizations from the files of one branch, as `kustomize build`
 * would, with every value still telling where it is written. What it can't
 * reach (remote bases, charts) or doesn't run (plugins) is told.
 */
export class KustomizeBuilder implements KustomizeBuilds {
  readonly #branch: BranchManifests;
  readonly #built = new Map<string, KustomizeBuild>();
  readonly #building = new Set<string>();

  constructor(branch: BranchManifests) {
    this.#branch = branch;
  }

  /** What a directory with a kustomization builds. */
  build(directory: string): KustomizeBuild | undefined {
    const known = this.#built.get(directory);
    if (known !== undefined) return known;
    const kustomization = readKustomization(this.#branch, directory);
    if (kustomization === undefined) return undefined;
    const build = this.#apply(kustomization, emptyBuild);
    this.#built.set(directory, build);
    return build;
  }

  /** What an engine adds to a build: a kustomization around it. */
  add(
    build: KustomizeBuild,
    additions: KustomizeAdditions,
    directory: string,
  ): KustomizeBuild {
    let result = build;
    for (const { value, location } of additions.components) {
      result = this.#component(result, directory, value, location);
    }
    for (const patch of additions.patches) {
      const read = this.#patch(patch, directory, result);
      result = read.patch ? read.build.patch(read.patch) : read.build;
    }
    if (additions.namespace !== undefined) {
      result = result.inNamespace(additions.namespace);
    }
    return result
      .rename(additions.namePrefix ?? '', additions.nameSuffix ?? '')
      .overrideImages(additions.images);
  }

  #apply(kustomization: Kustomization, onto: KustomizeBuild): KustomizeBuild {
    const { directory, file } = kustomization;
    if (this.#building.has(directory)) {
      return onto.reporting([
        {
          level: 'error',
          code: 'kustomize-cycle',
          message: `The kustomization ${file} includes itself.`,
          file,
        },
      ]);
    }
    this.#building.add(directory);
    try {
      return this.#transform(
        kustomization,
        this.#accumulate(kustomization, onto),
      );
    } finally {
      this.#building.delete(directory);
    }
  }

  #accumulate(
    { directory, file, root }: Kustomization,
    onto: KustomizeBuild,
  ): KustomizeBuild {
    let build = onto.withFiles([file]);
    for (const entry of resourceEntries(root)) {
      build = build.including(this.#resource(entry, directory, file));
    }
    for (const entry of componentEntries(root)) {
      build = this.#component(build, directory, entry.text, {
        file,
        line: entry.line,
      });
    }
    const charts = inflatedCharts(root, directory, this.#branch);
    return (charts.exist ? build.partial() : build)
      .generating(generatedObjects(root, directory, this.#branch))
      .withArtifacts(charts.artifacts)
      .withFiles(charts.files)
      .reporting([
        ...charts.diagnostics,
        ...unsupported(itemsAt(root, 'transformers'), 'transformers', file),
        ...unsupported(itemsAt(root, 'vars'), 'vars', file),
        ...unsupported(charts.unread, 'generators', file),
      ]);
  }

  #transform(
    { directory, file, root }: Kustomization,
    accumulated: KustomizeBuild,
  ): KustomizeBuild {
    const files = this.#otherFiles(root, directory, file);
    let build = accumulated.withFiles(files.paths).reporting(files.diagnostics);
    const strategic = itemsAt(root, 'patchesStrategicMerge');
    const patches = [...strategic, ...itemsAt(root, 'patches')];
    const last = itemsAt(root, 'patchesJson6902');
    for (const item of patches) build = this.#patched(build, item, directory);
    const namespace = textAt(root, 'namespace');
    if (namespace !== undefined) build = build.inNamespace(namespace);
    build = build
      .rename(
        textAt(root, 'namePrefix') ?? '',
        textAt(root, 'nameSuffix') ?? '',
      )
      .labelled(root);
    for (const item of last) build = this.#patched(build, item, directory);
    build = build.scaled(root).overrideImages(imageOverrides(root));
    return applyReplacements(build, root, directory, this.#branch);
  }

  #patched(
    build: KustomizeBuild,
    item: YamlNode,
    directory: string,
  ): KustomizeBuild {
    const read = this.#patch(item, directory, build);
    return read.patch ? read.build.patch(read.patch) : read.build;
  }

  #resource(
    entry: ScalarNode,
    directory: string,
    file: string,
  ): KustomizeBuild {
    const { text, line } = entry;
    const path = resolvePath(directory, text);
    const { tree } = this.#branch;
    if (path !== undefined && tree.entries.has(path)) return this.#file(path);
    if (path !== undefined && tree.hasDirectory(path)) {
      const built = this.build(path);
      if (built !== undefined) return built;
      return emptyBuild.reporting([
        missing(`${text} is a directory without a kustomization`, file, line),
      ]);
    }
    const remote = parseRemoteReference(text);
    if (remote !== undefined) {
      return emptyBuild.withRemote(remoteArtifact(remote, entry));
    }
    if (path === undefined)
      return emptyBuild.reporting([outside(text, file, line)]);
    return emptyBuild.reporting([
      missing(`${text} does not exist`, file, line),
    ]);
  }

  #file(path: string): KustomizeBuild {
    const { manifests } = this.#branch.file(path);
    return emptyBuild.withFiles([path]).withManifests(manifests);
  }

  #component(
    onto: KustomizeBuild,
    directory: string,
    text: string,
    at: { readonly file: string; readonly line: number },
  ): KustomizeBuild {
    const path = resolvePath(directory, text);
    const component =
      path === undefined ? undefined : readKustomization(this.#branch, path);
    if (component === undefined) {
      const remote = parseRemoteReference(text);
      const problem =
        path === undefined
          ? outside(text, at.file, at.line)
          : missing(`The component ${text} does not exist`, at.file, at.line);
      return onto.reporting([
        remote
          ? {
              ...problem,
              code: 'kustomize-remote-component',
              message: `The component ${text} is in another repository.`,
            }
          : problem,
      ]);
    }
    return this.#apply(component, onto);
  }

  #patch(
    item: YamlNode,
    directory: string,
    build: KustomizeBuild,
  ): { build: KustomizeBuild; patch?: Patch } {
    const { file } = item.document;
    const target = nodeAt(item, 'target');
    const renames = textAt(item, 'options', 'allowNameChange') === 'true';
    const inline = item instanceof ScalarNode ? item : nodeAt(item, 'patch');
    if (inline instanceof ScalarNode && /[\n{[]/.test(inline.text)) {
      const contents = inlinePatch(inline);
      return {
        build,
        patch: { contents, target, renames, file, line: inline.line },
      };
    }
    const reference = item instanceof ScalarNode ? item : nodeAt(item, 'path');
    if (!(reference instanceof ScalarNode)) return { build };
    const path = resolvePath(directory, reference.text);
    if (path === undefined || !this.#branch.tree.entries.has(path))
      return { build };
    const contents = this.#branch.file(path).documents.map(({ root }) => root);
    return {
      build,
      patch: { contents, target, renames, file: path, line: 1 },
    };
  }

  #otherFiles(
    root: MapNode,
    directory: string,
    file: string,
  ): { paths: string[]; diagnostics: Diagnostic[] } {
    const paths: string[] = [];
    const diagnostics: Diagnostic[] = [];
    for (const { text, line } of otherFileEntries(root)) {
      const path = resolvePath(directory, text);
      if (path === undefined) diagnostics.push(outside(text, file, line));
      else if (this.#branch.tree.entries.has(path)) paths.push(path);
      else diagnostics.push(missing(`${text} does not exist`, file, line));
    }
    return { paths, diagnostics };
  }
}

function missing(message: string, file: string, line: number): Diagnostic {
  return {
    level: 'warning',
    code: 'kustomize-resource-missing',
    message: `${message}.`,
    file,
    line,
  };
}

function outside(text: string, file: string, line: number): Diagnostic {
  return {
    level: 'warning',
    code: 'path-outside-tree',
    message: `${text} leaves the repository.`,
    file,
    line,
  };
}

/** Plugins run programs, or change objects in ways only they know. */
function unsupported(
  [first]: readonly YamlNode[],
  key: string,
  file: string,
): Diagnostic[] {
  if (first === undefined) return [];
  return [
    {
      level: 'info',
      code: `kustomize-${key}-unread`,
      message: `What ${key} of ${file} change is not followed.`,
      file: first.document.file,
      line: first.line,
    },
  ];
}

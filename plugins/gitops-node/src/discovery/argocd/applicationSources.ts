import {
  Diagnostic,
  DiagnosticLevel,
} from '@backstage-gitops/plugin-gitops-common';
import {
  itemsAt,
  locate,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import {
  DeclaredSource,
  DiscoveryContext,
  Located,
  Scope,
} from '../declaration';
import { joinPath, resolvePath } from '../repositoryPath';
import { hasPlaceholder } from './placeholder';
import { helmValues, ValueFileReferences } from './helmValues';
import { kustomizeAdditions } from './kustomizeAdditions';

/** The sources of an Application, and what of them can't be followed. */
export interface ApplicationSources {
  readonly sources: readonly DeclaredSource[];
  readonly diagnostics: readonly Diagnostic[];
}

function sourceNodes(application: MapNode): MapNode[] {
  const several = itemsAt(application, 'spec', 'sources');
  const dry = nodeAt(application, 'spec', 'sourceHydrator', 'drySource');
  const single = nodeAt(application, 'spec', 'source');
  const nodes = several.length > 0 ? several : [dry ?? single];
  return nodes.filter((node): node is MapNode => node instanceof MapNode);
}

class SourceReading {
  readonly diagnostics: Diagnostic[] = [];
  readonly #name: string;
  readonly #scope: Scope;
  readonly #context: DiscoveryContext;
  readonly #references: ValueFileReferences;

  constructor(
    name: string,
    scope: Scope,
    context: DiscoveryContext,
    references: ValueFileReferences,
  ) {
    this.#name = name;
    this.#scope = scope;
    this.#context = context;
    this.#references = references;
  }

  read(node: MapNode): DeclaredSource[] {
    const url = textAt(node, 'repoURL');
    if (url === undefined || hasPlaceholder(url)) {
      this.#report(
        'source-unresolved',
        'The source names no repository.',
        node,
      );
      return [];
    }
    if (textAt(node, 'chart') !== undefined) return [this.#chart(node, url)];
    const isReference = textAt(node, 'ref') !== undefined;
    if (isReference && textAt(node, 'path') === undefined) return [];
    if (!this.#context.isThisRepository(url)) return [this.#remote(node, url)];
    const branch = this.#branchOf(node);
    return branch === undefined
      ? [this.#remote(node, url)]
      : this.#local(node, branch);
  }

  #chart(node: MapNode, repository: string): DeclaredSource {
    const version = located(node, 'targetRevision');
    return {
      type: 'remoteChart',
      chart: textAt(node, 'chart') ?? '',
      repository,
      ...(version && { version }),
      releaseName: this.#releaseName(node),
      values: this.#values(node, undefined),
      written: node,
      location: locate(node.get('chart') ?? node),
    };
  }

  #remote(node: MapNode, url: string): DeclaredSource {
    const at = node.get('repoURL') ?? node;
    const message = this.#context.isThisRepository(url)
      ? `The source is at ${textAt(
          node,
          'targetRevision',
        )}, a revision that is not read; only its reference is known.`
      : `The manifests lie in ${url}; only their reference is known here.`;
    this.#report('source-elsewhere', message, at, 'info');
    const ref = located(node, 'targetRevision');
    const kustomize = kustomizeAdditions(node);
    return {
      type: 'remoteGit',
      url,
      path: textAt(node, 'path') ?? '',
      ...(ref && { ref }),
      values: this.#values(node, undefined),
      ...(kustomize && { kustomize }),
      location: locate(at),
    };
  }

  #local(node: MapNode, branch: string): DeclaredSource[] {
    const pathNode = node.get('path') ?? node;
    const written = textAt(node, 'path') ?? '';
    const path = hasPlaceholder(written)
      ? undefined
      : resolvePath('', written.replace(/^\/+/, ''));
    if (path === undefined) {
      const message = `The source's path ${written} can't be resolved.`;
      this.#report('path-unresolved', message, pathNode);
      return [];
    }
    if (node.get('plugin') !== undefined) {
      const message =
        'A config management plugin makes the manifests; the files are read without it.';
      this.#report('plugin-unresolved', message, node.get('plugin') ?? node);
    }
    return this.#isChart(node, branch, path)
      ? [this.#localChart(node, branch, path)]
      : [this.#directory(node, branch, path)];
  }

  #isChart(node: MapNode, branch: string, path: string): boolean {
    if (node.get('directory') !== undefined) return false;
    if (node.get('kustomize') !== undefined) return false;
    const entries = this.#context.branch(branch)?.tree.entries;
    return entries?.has(joinPath(path, 'Chart.yaml')) ?? false;
  }

  #localChart(node: MapNode, branch: string, path: string): DeclaredSource {
    return {
      type: 'localChart',
      branch,
      path,
      releaseName: this.#releaseName(node),
      values: this.#values(node, { branch, path }),
      written: node,
      location: locate(node.get('path') ?? node),
    };
  }

  #directory(node: MapNode, branch: string, path: string): DeclaredSource {
    const include = textAt(node, 'directory', 'include');
    const exclude = textAt(node, 'directory', 'exclude');
    const kustomize = kustomizeAdditions(node);
    return {
      type: 'directory',
      branch,
      path,
      recurse: textAt(node, 'directory', 'recurse') === 'true',
      ...(include !== undefined && { include }),
      ...(exclude !== undefined && { exclude }),
      engine: 'argocd',
      ...(kustomize && { kustomize }),
      written: node,
      location: locate(node.get('path') ?? node),
    };
  }

  /** The branch that is read and holds what `targetRevision` names. */
  #branchOf(node: MapNode): string | undefined {
    const revision = textAt(node, 'targetRevision') ?? 'HEAD';
    const name = revision.replace(/^refs\/heads\//, '');
    const own = this.#scope.branch.name;
    if (this.#context.branch(name) !== undefined) return name;
    return ['HEAD', 'main', 'master', own].includes(name) ? own : undefined;
  }

  #releaseName(node: MapNode): string {
    return textAt(node, 'helm', 'releaseName') ?? this.#name;
  }

  #values(node: MapNode, at: { branch: string; path: string } | undefined) {
    return helmValues(node, at, {
      references: this.#references,
      isThisRepository: url => this.#context.isThisRepository(url),
      branch: this.#scope.branch.name,
    });
  }

  #report(
    code: string,
    message: string,
    node: YamlNode,
    level: DiagnosticLevel = 'warning',
  ): void {
    const { file, line } = locate(node);
    this.diagnostics.push({ level, code, message, file, line });
  }
}

/** Reads `spec.source`, `spec.sources` or `spec.sourceHydrator.drySource`. */
export function applicationSources(
  application: MapNode,
  name: string,
  scope: Scope,
  context: DiscoveryContext,
): ApplicationSources {
  const nodes = sourceNodes(application);
  const references: ValueFileReferences = new Map(
    nodes.flatMap(node => {
      const reference = textAt(node, 'ref');
      if (reference === undefined) return [];
      return [[reference, { url: textAt(node, 'repoURL') ?? '', node }]];
    }),
  );
  const reader = new SourceReading(name, scope, context, references);
  const sources = nodes.flatMap(node => reader.read(node));
  return { sources, diagnostics: reader.diagnostics };
}

function located(node: MapNode, key: string): Located<string> | undefined {
  const value = node.get(key);
  if (!(value instanceof ScalarNode) || value.text === '') return undefined;
  return { value: value.text, location: locate(value) };
}

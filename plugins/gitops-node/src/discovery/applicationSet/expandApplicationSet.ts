import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Manifest } from '../../manifests/Manifest';
import {
  itemsAt,
  locate,
  MapNode,
  nodeAt,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import { applicationDeclaration } from '../argocd/applicationDeclaration';
import { hasPlaceholder } from '../argocd/placeholder';
import {
  Declaration,
  Declarations,
  DeclaringObject,
  DiscoveryContext,
  Scope,
} from '../declaration';
import { derivedScalar } from '../derivedNode';
import { resolvePath } from '../repositoryPath';
import { ApplicationTemplate } from './ApplicationTemplate';
import { expandGenerator } from './expandGenerator';
import { GeneratorContext } from './GeneratorContext';
import { environmentNamedBy, ParameterSet } from './ParameterSet';

/** The Applications that an ApplicationSet makes, as declarations. */
export function expandApplicationSet(
  { manifest, scope }: DeclaringObject,
  discovery: DiscoveryContext,
): Declarations {
  return new ApplicationSetExpansion(manifest, scope, discovery).expand();
}

interface Made {
  readonly set: ParameterSet;
  readonly declaration: Declaration;
}

class ApplicationSetExpansion {
  readonly #manifest: Manifest;
  readonly #scope: Scope;
  readonly #discovery: DiscoveryContext;
  readonly #template: ApplicationTemplate;
  readonly #context: GeneratorContext;
  readonly #diagnostics: Diagnostic[] = [];

  constructor(manifest: Manifest, scope: Scope, discovery: DiscoveryContext) {
    this.#manifest = manifest;
    this.#scope = scope;
    this.#discovery = discovery;
    this.#template = new ApplicationTemplate(manifest.root);
    this.#context = new GeneratorContext({
      scope,
      discovery,
      goTemplate: this.#template.goTemplate,
      fill: (template, values) => this.#template.fill(template, values),
    });
  }

  expand(): Declarations {
    const generators = itemsAt(this.#manifest.root, 'spec', 'generators');
    const made = generators.flatMap(generator =>
      this.#fromGenerator(generator),
    );
    const diagnostics = [
      ...this.#context.diagnostics,
      ...this.#template.diagnostics(),
      ...this.#diagnostics,
    ];
    return { declarations: made, diagnostics };
  }

  #fromGenerator(generator: YamlNode): Declaration[] {
    const sets = expandGenerator(generator, this.#context);
    const named = sets
      .filter(set => !set.unknownClusters)
      .flatMap(set => this.#make(set, generator));
    const unknown = sets
      .filter(set => set.unknownClusters)
      .flatMap(set => this.#make(set, generator));
    const existing = named.filter(({ declaration }) =>
      this.#exists(declaration),
    );
    if (unknown.length > 0 || sets.some(set => set.unknownClusters)) {
      this.#reportUnknownClusters(generator, existing);
    }
    // Where Git names clusters, a path of its own for the rest is as likely a
    // base as something that is applied.
    const rest = existing.length === 0 ? unknown : [];
    return [...named, ...rest].map(({ declaration }) => declaration);
  }

  #make(set: ParameterSet, generator: YamlNode): Made[] {
    const application = this.#applicationFor(set, generator);
    if (application === undefined) return [];
    const environment = environmentNamedBy(set.values);
    const { declarations, diagnostics } = applicationDeclaration(
      application,
      this.#scope,
      this.#discovery,
      {
        ...(set.cluster !== undefined && { cluster: set.cluster }),
        ...(environment !== undefined && { environment }),
      },
    );
    this.#diagnostics.push(...diagnostics);
    return declarations.map(declaration => ({ set, declaration }));
  }

  #applicationFor(
    set: ParameterSet,
    generator: YamlNode,
  ): Manifest | undefined {
    const override = generatorTemplate(generator);
    const filled = this.#template.application(set.values, override);
    if (filled === undefined) return undefined;
    const { root } = this.#manifest;
    const name = this.#nameFor(set, textAt(filled, 'metadata', 'name') ?? '');
    const namespace = nodeAt(root, 'metadata', 'namespace');
    const metadata = new Map(mapEntries(nodeAt(filled, 'metadata')));
    metadata.set('name', derivedScalar(name, root));
    if (namespace !== undefined && !metadata.has('namespace')) {
      metadata.set('namespace', namespace);
    }
    const entries = new Map<string, YamlNode>([
      ['apiVersion', derivedScalar(this.#manifest.apiVersion, root)],
      ['kind', derivedScalar('Application', root)],
      ...filled.entries,
      ['metadata', new MapNode(metadata, root.position)],
    ]);
    const made = new MapNode(entries, root.position);
    return this.#manifest.with(made, set.files);
  }

  /** Without the cluster's name, what the name says of it is left out. */
  #nameFor(set: ParameterSet, name: string): string {
    if (!set.unknownClusters || !hasPlaceholder(name)) return name;
    const without = name
      .replace(/[-.]?\{\{[^{}]*\}\}[-.]?/g, '-')
      .replace(/^-+|-+$/g, '');
    return without === '' ? this.#manifest.name : without;
  }

  #exists(declaration: Declaration): boolean {
    return declaration.sources.some(source => {
      if (source.type !== 'directory' && source.type !== 'localChart') {
        return true;
      }
      const path = resolvePath('', source.path);
      const tree = this.#discovery.branch(source.branch)?.tree;
      return path !== undefined && tree?.hasDirectory(path) === true;
    });
  }

  #reportUnknownClusters(generator: YamlNode, named: readonly Made[]): void {
    const { file, line } = locate(generator);
    const known =
      named.length === 0
        ? 'Git names none of them'
        : `Git names ${named.length} of them`;
    this.#diagnostics.push({
      level: 'info',
      code: 'clusters-not-in-git',
      message: `${
        this.#manifest.name
      } goes to the clusters registered with Argo CD; ${known}, the rest is unknown.`,
      file,
      line,
    });
  }
}

/** A generator may bring changes to the template of its own. */
function generatorTemplate(generator: YamlNode): YamlNode | undefined {
  if (!(generator instanceof MapNode)) return undefined;
  for (const section of generator.entries.values()) {
    const template = nodeAt(section, 'template');
    if (template instanceof MapNode) return template;
  }
  return undefined;
}

function mapEntries(node: YamlNode | undefined): ReadonlyMap<string, YamlNode> {
  return node instanceof MapNode ? node.entries : new Map();
}

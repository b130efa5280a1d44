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
import {
  clusterNamedBy,
  environmentNamedBy,
  ParameterSet,
} from './ParameterSet';

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
    const [unknown, named] = split(sets, set => set.unknownClusters === true);
    const made = named.flatMap(set =>
      this.#make(set, this.#diagnostics, generator),
    );
    const [existing, missing] = split(made, ({ declaration }) =>
      this.#exists(declaration),
    );
    const [guessed, stale] = split(
      missing,
      ({ set }) => set.isGuessed === true,
    );
    this.#reportDropped(generator, guessed);
    const kept = [...existing, ...stale].map(({ declaration }) => declaration);
    if (unknown.length === 0) return kept;
    if (!isDecidedElsewhere(generator)) {
      this.#reportUnknown(generator, existing.length);
    }
    // Where Git names clusters, a path of its own for the rest is as likely a
    // base as something that is applied.
    if (existing.length > 0) return kept;
    const rest = unknown.flatMap(set => this.#make(set, [], generator));
    return [...kept, ...rest.map(({ declaration }) => declaration)];
  }

  #make(
    set: ParameterSet,
    diagnostics: Diagnostic[],
    generator: YamlNode,
  ): Made[] {
    const application = this.#applicationFor(set, generator);
    if (application === undefined) return [];
    const environment = environmentNamedBy(set.values);
    const cluster = this.#clusterFor(set, generator);
    const made = applicationDeclaration(
      application,
      this.#scope,
      this.#discovery,
      {
        ...(cluster !== undefined && { cluster }),
        ...(environment !== undefined && { environment }),
      },
    );
    diagnostics.push(...made.diagnostics);
    return made.declarations.map(declaration => ({
      set,
      declaration:
        set.unknownClusters && declaration.cluster === undefined
          ? { ...declaration, isClusterUnknown: true }
          : declaration,
    }));
  }

  /** A destination that the template itself writes is not this set's alone. */
  #clusterFor(
    { cluster, values }: ParameterSet,
    generator: YamlNode,
  ): string | undefined {
    const templates = [
      nodeAt(this.#manifest.root, 'spec', 'template'),
      generatorTemplate(generator),
    ];
    const isFilled = templates.some(template =>
      ['name', 'server'].some(key =>
        hasPlaceholder(textAt(template, 'spec', 'destination', key) ?? ''),
      ),
    );
    return isFilled ? cluster ?? clusterNamedBy(values) : undefined;
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

  #reportUnknown(generator: YamlNode, named: number): void {
    const known =
      named === 0 ? 'Git names none of them' : `Git names ${named} of them`;
    const message = `Which clusters ${
      this.#manifest.name
    } goes to is not in Git alone; ${known}, the rest is unknown.`;
    this.#report('clusters-not-in-git', message, generator);
  }

  #reportDropped(generator: YamlNode, dropped: readonly Made[]): void {
    if (dropped.length === 0) return;
    const paths = dropped.flatMap(({ declaration }) =>
      declaration.sources.map(source => ('path' in source ? source.path : '')),
    );
    const message = `${
      this.#manifest.name
    } makes nothing where its path does not exist: ${paths.join(', ')}.`;
    this.#report('path-missing', message, generator);
  }

  #report(code: string, message: string, node: YamlNode): void {
    const { file, line } = locate(node);
    this.#diagnostics.push({ level: 'info', code, message, file, line });
  }
}

/** The Applications that an ApplicationSet makes, as declarations. */
export function expandApplicationSet(
  { manifest, scope }: DeclaringObject,
  discovery: DiscoveryContext,
): Declarations {
  return new ApplicationSetExpansion(manifest, scope, discovery).expand();
}

/** Told already, as a generator that Git can't expand. */
function isDecidedElsewhere(generator: YamlNode): boolean {
  return ['plugin', 'clusterDecisionResource'].some(
    kind => nodeAt(generator, kind) !== undefined,
  );
}

function split<T>(
  items: readonly T[],
  isFirst: (item: T) => boolean,
): [T[], T[]] {
  return [items.filter(isFirst), items.filter(item => !isFirst(item))];
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

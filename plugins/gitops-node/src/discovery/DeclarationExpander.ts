import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Manifest } from '../manifests/Manifest';
import { BranchManifests } from './BranchManifests';
import {
  Declaration,
  DeclarationReader,
  Declarations,
  DeclaredSource,
  DeclaringObject,
  DiscoveryContext,
  Scope,
  SourceContent,
  SourceReaders,
} from './declaration';
import { DeclaredUnits } from './DeclaredUnits';
import { EnvironmentNames } from './EnvironmentNames';
import { ExpandedUnit, Expansion } from './Expansion';
import { findRoots, manifestPaths, Root } from './findRoots';
import { ArtifactFolders } from './flux/ArtifactFolders';
import { instanceRoots, RootReading } from './flux/instanceRoots';
import { tellsPlace } from './inferPlace';
import { inferUpstream } from './inferUpstream';
import { isSameRepository } from './isSameRepository';
import { KustomizationGraph } from './kustomize/KustomizationGraph';
import { KustomizeBuilder } from './kustomize/KustomizeBuilder';
import { DiscoveryInput } from './model';
import { ObjectIndex } from './ObjectIndex';
import { RankedRoots, rankRoots } from './rankRoots';
import { readSource } from './readSource';
import { directoryOf, isWithin } from './repositoryPath';
import { unappliedDeclarations } from './unappliedDeclarations';
import { stateOf, unitDiagnostics } from './unitState';

/** What reads the kustomizations of one branch. */
interface Workshop {
  readonly builder: KustomizeBuilder;
  readonly graph: KustomizationGraph;
}

/**
 * Follows declarations from the roots of each branch until none declares
 * another. An object is read as the unit that applies it composes it; it is
 * read from its file alone only where no unit applies it.
 */
export class DeclarationExpander {
  readonly #readers: readonly DeclarationReader[];
  readonly #sources: SourceReaders;
  readonly #context: DiscoveryContext;
  readonly #objects = new ObjectIndex();
  readonly #units = new DeclaredUnits();
  readonly #diagnostics: Diagnostic[] = [];
  readonly #met = new Set<string>();
  /** Where in the tree objects stand that were read, however they were met. */
  readonly #read = new Set<string>();
  readonly #workshops: ReadonlyMap<string, Workshop>;
  readonly #names: EnvironmentNames;
  readonly #artifacts = new ArtifactFolders();
  #unresolved: (() => void)[] = [];

  constructor(
    input: DiscoveryInput,
    branches: readonly BranchManifests[],
    readers: readonly DeclarationReader[],
    sources: SourceReaders,
  ) {
    this.#readers = readers;
    this.#names = new EnvironmentNames(input.environments);
    this.#sources = sources;
    this.#workshops = new Map(
      branches.map(branch => [
        branch.name,
        {
          builder: new KustomizeBuilder(branch),
          graph: new KustomizationGraph(branch),
        },
      ]),
    );
    const { url } = input.repository;
    const inferred = inferUpstream(input.repository, branches);
    const upstream = input.repository.upstream ?? inferred;
    if (inferred !== undefined) {
      this.#diagnostics.push({
        level: 'info',
        code: 'upstream-inferred',
        message: `${inferred} is taken for this repository: the paths that are declared with it are here.`,
      });
    }
    this.#context = {
      input,
      branches,
      branch: name => branches.find(branch => branch.name === name),
      kustomize: name => this.#workshops.get(name)?.builder,
      kustomizations: name => this.#workshops.get(name)?.graph,
      isThisRepository: other =>
        isSameRepository(other, url) ||
        (upstream !== undefined && isSameRepository(other, upstream)),
      find: (reference, scope) => this.#objects.find(reference, scope),
      siblings: scope => this.#objects.siblings(scope),
      folderOfArtifact: artifact => this.#artifacts.of(artifact),
      isCovered: (branch, file) => this.#units.isCovered(branch, file),
      isUsed: (branch, path) => this.#units.isUsed(branch, path),
      declarations: () =>
        this.#units.all().map(({ declaration }) => declaration),
    };
  }

  expand(branch: BranchManifests): void {
    this.#readBranch('expand', branch);
    for (const path of manifestPaths(branch)) {
      for (const manifest of branch.file(path).manifests) {
        this.#objects.addTree(branch, manifest);
      }
    }
    const roots = this.#rootsOf(branch);
    roots.first.forEach(root => this.#expandRoot(root));
    const unlisted = roots.reached.filter(root => root.isUnlisted);
    const listed = roots.reached.filter(root => !root.isUnlisted);
    listed
      .filter(({ file }) => !this.#isLeftOut(branch, file))
      .forEach(root => this.#expandRoot(root));
    for (const root of [...unlisted, ...roots.doubtful]) {
      if (this.#units.size === 0) this.#expandRoot(root);
    }
    this.#resolve();
    this.#readBranch('resolve', branch);
  }

  result(): Expansion {
    const unapplied = this.#context.branches.flatMap(branch =>
      unappliedDeclarations(branch, this.#context, {
        declares: manifest => this.#readerOf(manifest) !== undefined,
        wasRead: manifest => this.#read.has(placeOf(branch, manifest)),
      }),
    );
    return {
      units: this.#units.all(),
      diagnostics: [...this.#diagnostics, ...unapplied],
    };
  }

  #readBranch(phase: DeclarationReader['phase'], branch: BranchManifests) {
    for (const reader of this.#readers) {
      if (reader.phase !== phase || reader.fromBranch === undefined) continue;
      const found = reader.fromBranch(branch, this.#context);
      this.#diagnostics.push(...found.diagnostics);
      for (const declaration of found.declarations) {
        // An overlay's objects may have been followed already, as a root's.
        const { kind, declaredBy } = declaration;
        const { file } = declaredBy;
        const root = kind === 'Overlay' ? directoryOf(file) : file;
        this.#declare(declaration, { branch, path: '', root });
      }
      this.#resolve();
    }
  }

  #rootsOf(branch: BranchManifests): RankedRoots {
    const workshop = this.#workshops.get(branch.name);
    if (workshop === undefined) return { first: [], reached: [], doubtful: [] };
    const { builder, graph } = workshop;
    const leadsOn = (manifest: Manifest) =>
      this.#readerOf(manifest)?.phase === 'expand';
    const reading: RootReading = {
      note: (manifest, scope) => this.#objects.addApplied(manifest, scope),
      declarationsOf: object => this.#declarationsOf(object).declarations,
      manifestsOf: (source, declaration) =>
        this.#readSource(source, declaration).manifests,
    };
    return rankRoots(
      [
        ...instanceRoots(branch, builder, graph, reading),
        ...findRoots(branch, builder, graph, leadsOn),
      ],
      {
        declarationsOf: object => this.#declarationsOf(object),
        exists: directory => branch.tree.hasDirectory(directory),
        tellsPlace: directory => tellsPlace(directory, this.#names),
      },
    );
  }

  /** What applies the root itself comes first: the rest is met through it. */
  #expandRoot(root: Root): void {
    const { scope, file } = root;
    if (this.#context.isCovered(scope.branch.name, file)) return;
    const objects = root.manifests().map(manifest => ({ manifest, scope }));
    objects.forEach(object => this.#objects.addApplied(object.manifest, scope));
    const appliesRoot = (object: DeclaringObject) =>
      this.#declarationsOf(object).declarations.some(({ sources }) =>
        sources.some(
          source =>
            source.type === 'directory' &&
            isWithin(directoryOf(file), source.path),
        ),
      );
    objects.filter(appliesRoot).forEach(object => this.#meet(object));
    objects.forEach(object => this.#meet(object));
  }

  /** Whether a unit builds a kustomization above the file, yet not the file. */
  #isLeftOut(branch: BranchManifests, file: string): boolean {
    const graph = this.#workshops.get(branch.name)?.graph;
    return this.#units
      .directories(branch.name)
      .some(path => graph?.has(path) && isWithin(directoryOf(file), path));
  }

  #resolve(): void {
    while (this.#unresolved.length > 0) {
      const waiting = this.#unresolved;
      this.#unresolved = [];
      waiting.forEach(read => read());
    }
  }

  #meet(object: DeclaringObject): void {
    const reader = this.#readerOf(object.manifest);
    if (reader === undefined) return;
    this.#read.add(placeOf(object.scope.branch, object.manifest));
    if (this.#wasMet(object)) return;
    if (reader.phase === 'resolve') {
      this.#unresolved.push(() => this.#readObject(object));
    } else {
      this.#readObject(object);
    }
  }

  #wasMet({ manifest, scope }: DeclaringObject): boolean {
    const { group, kind, name } = manifest;
    const namespace = manifest.namespace ?? scope.appliedBy?.targetNamespace;
    const { branch, root, cluster, environment } = scope;
    const where = [branch.name, root, cluster, environment];
    const key = [...where, group, kind, namespace, name].join('\0');
    if (this.#met.has(key)) return true;
    this.#met.add(key);
    return false;
  }

  #readerOf(manifest: Manifest): DeclarationReader | undefined {
    return this.#readers.find(reader => reader.reads?.(manifest));
  }

  #declarationsOf(object: DeclaringObject): Declarations {
    const reader = this.#readerOf(object.manifest);
    return (
      reader?.fromObject?.(object, this.#context) ?? {
        declarations: [],
        diagnostics: [],
      }
    );
  }

  #readObject(object: DeclaringObject): void {
    const { scope } = object;
    const found = this.#declarationsOf(object);
    const { declarations, made = [], diagnostics } = found;
    this.#diagnostics.push(...diagnostics);
    for (const declaration of declarations) {
      this.#declare(declaration, scope);
    }
    made.forEach(manifest => this.#objects.addApplied(manifest, scope));
    made.forEach(manifest => this.#meet({ manifest, scope }));
  }

  #declare(declaration: Declaration, scope: Scope): void {
    if (this.#units.isKnown(declaration, scope)) return;
    const contents = declaration.sources.map(source =>
      this.#readSource(source, declaration),
    );
    const unit: ExpandedUnit = {
      declaration,
      scope,
      contents,
      state: stateOf(declaration, contents),
    };
    this.#units.add(unit);
    this.#diagnostics.push(...this.#artifacts.learn(declaration));
    this.#diagnostics.push(...contents.flatMap(content => content.diagnostics));
    this.#diagnostics.push(...unitDiagnostics(unit));
    if (unit.state === 'active') this.#meetContents(unit);
  }

  #readSource(source: DeclaredSource, declaration: Declaration): SourceContent {
    return readSource(source, declaration, this.#sources, this.#context);
  }

  #meetContents({ declaration, scope, contents }: ExpandedUnit): void {
    const { bootstrap } = declaration;
    contents.forEach((content, index) => {
      const source = declaration.sources[index];
      const branch =
        'branch' in source ? this.#context.branch(source.branch) : scope.branch;
      const inner: Scope = {
        branch: branch ?? scope.branch,
        root: bootstrap?.root ?? scope.root,
        path: 'path' in source ? source.path : scope.path,
        cluster: declaration.cluster ?? scope.cluster,
        environment: declaration.environment ?? scope.environment,
        appliedBy: declaration,
      };
      if (bootstrap !== undefined) {
        this.#objects.addApplied(bootstrap.source, inner);
      }
      for (const manifest of content.manifests) {
        this.#objects.addApplied(manifest, inner);
      }
      for (const manifest of content.manifests) {
        this.#meet({ manifest, scope: inner });
      }
    });
  }
}

function placeOf({ name }: BranchManifests, { file, line }: Manifest): string {
  return `${name}\0${file}\0${line}`;
}

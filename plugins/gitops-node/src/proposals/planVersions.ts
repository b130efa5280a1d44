import { Diagnostic, TargetRef } from '@backstage-gitops/plugin-gitops-common';
import { discover } from '../discovery/discover';
import {
  DiscoveredArtifact,
  DiscoveredTarget,
  Discovery,
  DiscoveryInput,
} from '../discovery/model';
import { FileTree } from '../git/FileTree';
import { EditedTree } from './EditedTree';
import { moveDigest, moveVersion } from './moveVersion';
import { EditedFile, VersionMove, VersionPlan } from './model';

/** @public */
export interface PlanOptions {
  /** Other environments may move along. */
  readonly allowOthers?: boolean;
}

/**
 * Plans to pin artifacts to other versions, in whatever layout declares them,
 * by editing the fields that they come from. Then everything is discovered
 * again with the edits in place: what was asked must be what is declared, and
 * whatever else would move is told. Nothing of it is written anywhere.
 *
 * @public
 */
export function planVersions(
  input: DiscoveryInput,
  discovery: Discovery,
  moves: readonly VersionMove[],
  options: PlanOptions = {},
): VersionPlan {
  const editing = new Editing(input);
  for (const move of moves) editing.add(move);
  const trees = editing.trees();
  const after = discover({
    ...input,
    branches: input.branches.map(branch => ({
      ...branch,
      tree: trees.get(branch.name) ?? branch.tree,
    })),
  });
  const checked = checkOutcome(discovery, after, moves);
  return {
    revisions: Object.fromEntries(
      input.branches.map(({ name, tree }) => [name, tree.revision]),
    ),
    files: editing.files(),
    moves,
    after,
    alsoAffects: checked.alsoAffects,
    diagnostics: [
      ...(editing.diagnostics.length > 0
        ? editing.diagnostics
        : checked.diagnostics),
      ...editing.automated,
      ...(options.allowOthers ? [] : otherEnvironments(moves, checked)),
    ],
  };
}

class Editing {
  readonly diagnostics: Diagnostic[] = [];
  /** Fields that automation writes as well. */
  readonly automated: Diagnostic[] = [];
  readonly #input: DiscoveryInput;
  readonly #texts = new Map<string, Map<string, string>>();
  /** What each edited place holds now, so that two moves agree on it. */
  readonly #places = new Map<string, string>();

  constructor(input: DiscoveryInput) {
    this.#input = input;
  }

  add(move: VersionMove): void {
    const { artifact, to } = move;
    const { branch, file, document } = artifact.source;
    const place = [branch, file, document, artifact.field].join('\n');
    const wanted = `${to.version}@${to.digest ?? ''}`;
    const known = this.#places.get(place);
    if (known === wanted) return;
    if (known !== undefined) {
      this.#refuse(artifact, 'is to become two versions at once');
      return;
    }
    this.#places.set(place, wanted);
    this.#edit(artifact, move);
  }

  #edit(artifact: DiscoveredArtifact, { to }: VersionMove): void {
    const { branch, file } = artifact.source;
    const text = this.#textOf(branch, file);
    if (text === undefined) {
      this.#refuse(artifact, 'is in a file that can not be read');
      return;
    }
    const moved = moveVersion(text, artifact, to);
    if (moved.state === 'refused') {
      this.#refuse(artifact, moved.message, moved.reason);
      return;
    }
    const pinned = moveDigest(moved.text, artifact, to);
    if (pinned.state === 'refused') {
      this.#refuse(artifact, pinned.message, pinned.reason);
      return;
    }
    if (isAutomated(text, artifact)) this.automated.push(automation(artifact));
    const texts = this.#texts.get(branch) ?? new Map<string, string>();
    this.#texts.set(branch, texts.set(file, pinned.text));
  }

  files(): EditedFile[] {
    return [...this.#texts].flatMap(([branch, texts]) =>
      [...texts].flatMap(([path, after]) => {
        const before = this.#original(branch, path) ?? '';
        return before === after ? [] : [{ branch, path, before, after }];
      }),
    );
  }

  trees(): ReadonlyMap<string, FileTree> {
    return new Map(
      this.#input.branches.flatMap(({ name, tree }) => {
        const texts = this.#texts.get(name);
        return texts === undefined ? [] : [[name, new EditedTree(tree, texts)]];
      }),
    );
  }

  #textOf(branch: string, file: string): string | undefined {
    return this.#texts.get(branch)?.get(file) ?? this.#original(branch, file);
  }

  #original(branch: string, file: string): string | undefined {
    const found = this.#input.branches.find(({ name }) => name === branch);
    const content = found?.tree.content(file);
    return content?.state === 'text' ? content.text : undefined;
  }

  #refuse(
    { kind, name, file, line }: DiscoveredArtifact,
    message: string,
    reason = 'conflict',
  ): void {
    this.diagnostics.push({
      level: 'error',
      code: `proposal-${reason}`,
      message: `${kind} ${name}: ${message}`,
      file,
      line,
    });
  }
}

interface Outcome {
  readonly alsoAffects: readonly TargetRef[];
  readonly diagnostics: readonly Diagnostic[];
}

function checkOutcome(
  before: Discovery,
  after: Discovery,
  moves: readonly VersionMove[],
): Outcome {
  const asked = new Set(moves.map(({ target }) => target.id));
  const targets = new Map(after.targets.map(target => [target.id, target]));
  const diagnostics: Diagnostic[] = [];
  for (const move of moves) {
    const now = targets.get(move.target.id)?.artifacts ?? [];
    if (!now.some(artifact => isAsMoved(artifact, move))) {
      diagnostics.push(ineffective(move));
    }
  }
  const moved = before.targets.filter(
    target => pinsOf(target) !== pinsOf(targets.get(target.id)),
  );
  for (const target of moved.filter(({ id }) => asked.has(id))) {
    diagnostics.push(...unasked(target, targets.get(target.id), moves));
  }
  return {
    diagnostics,
    alsoAffects: moved
      .filter(({ id }) => !asked.has(id))
      .map(({ id, service, environment, cluster, namespace, path }) => ({
        id,
        service,
        environment,
        cluster,
        namespace,
        path,
      })),
  };
}

/** The marker by which Flux's image automation finds what it writes. */
function isAutomated(text: string, { line }: DiscoveredArtifact): boolean {
  return (text.split('\n')[line - 1] ?? '').includes('"$imagepolicy"');
}

function automation({
  kind,
  name,
  file,
  line,
}: DiscoveredArtifact): Diagnostic {
  return {
    level: 'warning',
    code: 'proposal-automated',
    message: `${kind} ${name} is written by image automation, which may move it again.`,
    file,
    line,
  };
}

/** A promotion moves the environment it is for, and no other by accident. */
function otherEnvironments(
  moves: readonly VersionMove[],
  { alsoAffects }: Outcome,
): Diagnostic[] {
  const asked = new Set(moves.map(({ target }) => target.environment));
  const others = new Set(
    alsoAffects
      .map(({ environment }) => environment)
      .filter(environment => !asked.has(environment)),
  );
  if (others.size === 0) return [];
  return [
    {
      level: 'error',
      code: 'proposal-moves-others',
      message: `It would move ${[...others].join(
        ', ',
      )} as well, which take the version from the same place.`,
    },
  ];
}

function isAsMoved(
  artifact: DiscoveredArtifact,
  { artifact: asked, to }: VersionMove,
): boolean {
  return (
    artifact.kind === asked.kind &&
    artifact.name === asked.name &&
    artifact.version === to.version
  );
}

function pinsOf(target: DiscoveredTarget | undefined): string {
  return JSON.stringify(
    target?.artifacts.map(({ kind, name, version, digest }) => [
      kind,
      name,
      version,
      digest,
    ]),
  );
}

function ineffective({ target, artifact, to }: VersionMove): Diagnostic {
  return {
    level: 'error',
    code: 'proposal-ineffective',
    message: `${artifact.kind} ${artifact.name} of ${target.id} would not become ${to.version}.`,
    file: artifact.file,
    line: artifact.line,
  };
}

/** Artifacts of an asked target that move although nobody asked for it. */
function unasked(
  before: DiscoveredTarget,
  after: DiscoveredTarget | undefined,
  moves: readonly VersionMove[],
): Diagnostic[] {
  const own = moves.filter(({ target }) => target.id === before.id);
  const has = (target: DiscoveredTarget | undefined, key: string) =>
    target?.artifacts.some(artifact => pinOf(artifact) === key) ?? false;
  return before.artifacts
    .filter(
      artifact =>
        !has(after, pinOf(artifact)) &&
        !own.some(move => keyOf(move.artifact) === keyOf(artifact)),
    )
    .map(artifact => ({
      level: 'error',
      code: 'proposal-moves-more',
      message: `${artifact.kind} ${artifact.name} of ${before.id} would move as well: it takes its version from the same place.`,
      file: artifact.file,
      line: artifact.line,
    }));
}

function keyOf({ kind, name }: DiscoveredArtifact): string {
  return `${kind} ${name}`;
}

function pinOf(artifact: DiscoveredArtifact): string {
  return `${keyOf(artifact)} ${artifact.version} ${artifact.digest ?? ''}`;
}

import { Diagnostic, TargetRef } from '@backstage-gitops/plugin-gitops-common';
import { discover } from '../discovery/discover';
import {
  DiscoveredTarget,
  Discovery,
  DiscoveryInput,
} from '../discovery/model';
import { FileTree } from '../git/FileTree';
import { otherEnvironments } from './checkOutcome';
import { compareTargets, newComplaints } from './compareTargets';
import { affectedNeighbours, affectedTargets } from './fields/affectedTargets';
import { VersionMove, VersionPlan } from './model';
import { TreeEdits } from './TreeEdits';
import { undoFile } from './undoFile';

/** A change that is to be undone: a branch before it and after it. */
export interface RevertedChange {
  readonly branch: string;
  readonly before: FileTree;
  readonly after: FileTree;
  /** The branch as it is now, with every file's content. */
  readonly now: FileTree;
}

/**
 * Plans to undo a change whole: every file that it touched, as reverse patches
 * of the files as they are now. What was edited since stays; where that was in
 * the same lines, nothing is edited at all and the places are told.
 */
export function planRevert(
  repository: DiscoveryInput,
  discovery: Discovery,
  change: RevertedChange,
  request: {
    readonly targets: readonly DiscoveredTarget[];
    readonly allowOthers?: boolean;
  },
): VersionPlan {
  const { branch, now } = change;
  const input = {
    ...repository,
    branches: repository.branches.map(each =>
      each.name === branch ? { ...each, tree: now } : each,
    ),
  };
  const { edits, diagnostics } = undo(input, change);
  const edited = edits.input();
  const after = edits.files().length === 0 ? discovery : discover(edited);
  const { targets } = request;
  const alsoAffects = othersOf(discovery, after, {
    asked: targets,
    edited: {
      branch,
      files: new Set(edits.files().map(({ path }) => path)),
      before: input.branches,
      after: edited.branches,
    },
  });
  return {
    revisions: Object.fromEntries(
      input.branches.map(({ name, tree }) => [name, tree.revision]),
    ),
    files: edits.files(),
    moves: movesOf(targets, after),
    after,
    alsoAffects,
    diagnostics: [
      ...diagnostics,
      ...guards(edits),
      ...gone(targets, after),
      ...newComplaints(discovery, after),
      ...(request.allowOthers ? [] : otherEnvironments(targets, alsoAffects)),
    ],
  };
}

/** All of it, or nothing and why. */
function undo(
  input: DiscoveryInput,
  change: RevertedChange,
): { readonly edits: TreeEdits; readonly diagnostics: readonly Diagnostic[] } {
  const { branch, before, after, now } = change;
  const edits = new TreeEdits(input);
  const diagnostics: Diagnostic[] = [];
  for (const path of touched(before, after)) {
    const undone = undoFile(path, { before, after, now });
    if (undone.state === 'refused') {
      diagnostics.push(...undone.diagnostics);
    } else if (undone.state === 'removed') edits.remove(branch, path);
    else if (undone.state === 'edited') {
      edits.write(branch, undone.path, undone.text, undone.executable);
    }
  }
  return diagnostics.length === 0
    ? { edits, diagnostics }
    : { edits: new TreeEdits(input), diagnostics };
}

function touched(before: FileTree, after: FileTree): string[] {
  const paths = new Set([...before.entries.keys(), ...after.entries.keys()]);
  return [...paths]
    .filter(path => {
      const [old, now] = [before.entries.get(path), after.entries.get(path)];
      return old?.id !== now?.id || old?.type !== now?.type;
    })
    .sort();
}

function othersOf(
  before: Discovery,
  after: Discovery,
  {
    asked,
    edited,
  }: {
    readonly asked: readonly DiscoveredTarget[];
    readonly edited: Parameters<typeof affectedTargets>[1];
  },
): TargetRef[] {
  const ids = new Set(asked.map(({ id }) => id));
  const units = new Set(asked.map(({ unit }) => unit));
  const compared = compareTargets(before, after);
  const affected = [
    ...compared.removed,
    ...compared.changed,
    ...compared.added,
    ...affectedTargets({ discovery: before, units }, edited),
    ...affectedNeighbours(before, asked, edited),
  ];
  const others = affected.filter(({ id }) => !ids.has(id));
  return [
    ...new Map(
      others.map(({ id, service, environment, cluster, namespace, path }) => [
        id,
        { id, service, environment, cluster, namespace, path },
      ]),
    ).values(),
  ];
}

function movesOf(
  targets: readonly DiscoveredTarget[],
  after: Discovery,
): VersionMove[] {
  return targets.flatMap(target => {
    const now = after.targets.find(({ id }) => id === target.id);
    return target.artifacts.flatMap(artifact => {
      const alike = now?.artifacts.filter(
        ({ kind, name }) => kind === artifact.kind && name === artifact.name,
      );
      const [other] = alike ?? [];
      const { version, digest } = other ?? artifact;
      if (version === artifact.version && digest === artifact.digest) return [];
      const to = { version, ...(digest !== undefined && { digest }) };
      return [{ target, artifact, to }];
    });
  });
}

/** What says who reviews a change, and what is checked of it. */
const guarding =
  /^(?:(?:\.github|\.gitea|\.gitlab|\.forgejo|docs)\/)?CODEOWNERS$|^\.(?:github|gitea|gitlab|forgejo)\/|^\.gitlab-ci\.yml$|^gitops\.yaml$/i;

/** Whoever may move a target may not take the repository's guards back by it. */
function guards(edits: TreeEdits): Diagnostic[] {
  return edits
    .files()
    .filter(({ path }) => guarding.test(path))
    .map(({ path }) => ({
      level: 'error',
      code: 'proposal-reverts-guard',
      message: `The change touched ${path} as well, which says how this repository is reviewed and checked; undo it by hand.`,
      file: path,
    }));
}

function gone(
  targets: readonly DiscoveredTarget[],
  after: Discovery,
): Diagnostic[] {
  const declared = new Set(after.targets.map(({ id }) => id));
  return targets
    .filter(({ id }) => !declared.has(id))
    .map(({ service, environment, cluster }) => ({
      level: 'warning',
      code: 'proposal-removes-target',
      message: `${service} would no longer be declared for ${[
        environment,
        cluster,
      ]
        .filter(Boolean)
        .join(' on ')}.`,
    }));
}

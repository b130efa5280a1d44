import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { EnvironmentNames } from '../../discovery/EnvironmentNames';
import {
  DiscoveredTarget,
  Discovery,
  DiscoveryInput,
} from '../../discovery/model';
import { EditPlan } from '../model';
import { TreeEdits } from '../TreeEdits';
import { addToGitopsFile } from './addToGitopsFile';
import { checkAddedEnvironment } from './checkAddedEnvironment';
import { CopyPlan } from './copy/CopyPlan';
import { EnvironmentNaming, EnvironmentRules } from './copy/EnvironmentRules';
import { Words } from './copy/Words';
import { finishPlan, refusedPlan } from './finishPlan';
import { RepositoryLayout } from './model';
import { layoutFile, readLayout } from './readLayout';
import { notice } from './refusal';
import { AddEnvironmentRequest } from './requests';
import { requestProblem } from './requestProblem';

/**
 * Plans a new environment that starts as another one is: its folders, files
 * and objects under other names, on another cluster, with the same versions.
 * Everything is discovered again: exactly the new targets may have appeared.
 *
 * @public
 */
export function planAddEnvironment(
  input: DiscoveryInput,
  discovery: Discovery,
  request: AddEnvironmentRequest,
): EditPlan {
  const [branch] = input.branches;
  const layout =
    input.branches.length === 1 ? readLayout(branch.tree) : undefined;
  const problem = problemOf(input, discovery, request, layout);
  if (problem !== undefined) {
    return refusedPlan(input, discovery, 'invalid', problem);
  }
  const { environment, like, cluster } = request;
  const known = discovery.targets.filter(each => each.environment === like);
  const naming = namingOf(input, discovery, request, layout);
  if (needsCluster(known, naming)) {
    return refusedPlan(
      input,
      discovery,
      'needs-cluster',
      `'${like}' runs on ${known[0].cluster}; name the cluster that '${environment}' is to run on.`,
    );
  }
  const isMeant = (target: DiscoveredTarget) => target.environment === like;
  const isChosen = (target: DiscoveredTarget) =>
    isMeant(target) && !naming.leftOut.has(target.cluster ?? '');
  const rules = new EnvironmentRules(naming);
  const edits = new TreeEdits(input);
  const seeds = seedsOf(layout, like, naming).filter(
    path => !edits.has(branch.name, rules.renamePath(path)),
  );
  const copying = new CopyPlan(
    { discovery, branch, rules, isMeant, isChosen, seeds },
    edits,
  );
  copying.run();
  const diagnostics: Diagnostic[] = [
    ...copying.diagnostics,
    ...leftWords(rules, like),
    ...nameInFile(edits, branch.name, request),
  ];
  return finishPlan({
    input,
    discovery,
    edits,
    diagnostics,
    environments: withEnvironment(input, environment),
    check: after =>
      checkAddedEnvironment(
        discovery,
        after,
        request,
        known.filter(isChosen).map(target => ({
          target,
          cluster: clusterOf(target, naming, cluster),
        })),
      ),
  });
}

function problemOf(
  input: DiscoveryInput,
  { environments, targets }: Discovery,
  request: AddEnvironmentRequest,
  layout: RepositoryLayout | undefined,
): string | undefined {
  const { environment, like } = request;
  const named = requestProblem(request);
  if (named !== undefined) return named;
  if (input.branches.some(branch => branch.environment !== undefined)) {
    return 'Each environment of this repository is a branch: make one, and name it in the configuration.';
  }
  const own = layout?.environments.map(({ name }) => name) ?? [];
  const met = targets.map(target => target.environment);
  if ([...met, ...own].includes(environment)) {
    return `There is an environment '${environment}' already.`;
  }
  if ([...met, ...own].includes(like)) return undefined;
  const names = environments.map(({ name }) => name).join(', ');
  return `The repository declares nothing in '${like}' that the new environment could start with; it has ${names}.`;
}

/** The words that the repository itself uses for the example. */
function namingOf(
  input: DiscoveryInput,
  { targets, units }: Discovery,
  { environment, like, cluster }: AddEnvironmentRequest,
  layout: RepositoryLayout | undefined,
): EnvironmentNaming {
  const names = new EnvironmentNames(input.environments);
  const held = targets.filter(target => target.environment === like);
  const ids = new Set(held.map(({ unit }) => unit));
  const paths = units
    .filter(({ id }) => ids.has(id))
    .flatMap(unit => [unit.path, unit.declaredBy.file, ...unit.files]);
  const written = paths
    .flatMap(path => path.split(/[/._-]/))
    .filter(word => names.fromWord(word) === like);
  const words = new Map(
    [like, ...written].map(word => [word, environment] as const),
  );
  const clusters = new Set([
    ...held.flatMap(target => target.cluster ?? []),
    ...(layout?.environments.find(({ name }) => name === like)?.clusters ?? []),
  ]);
  const [first, ...others] = [...clusters];
  if (cluster === undefined || first === undefined) {
    return { words, leftOut: new Set() };
  }
  return {
    words,
    cluster: { from: first, to: cluster },
    leftOut: new Set(others),
  };
}

/** Two environments in one place would be one. */
function needsCluster(
  targets: readonly DiscoveredTarget[],
  { words, cluster }: EnvironmentNaming,
): boolean {
  const naming = new Words(words);
  return (
    cluster === undefined &&
    targets.some(
      each =>
        each.cluster !== undefined &&
        !naming.has(each.cluster) &&
        !naming.has(each.namespace ?? ''),
    )
  );
}

function clusterOf(
  target: DiscoveredTarget,
  { words, cluster }: EnvironmentNaming,
  asked: string | undefined,
): string | undefined {
  if (target.cluster === undefined) return asked;
  return cluster?.from === target.cluster
    ? cluster.to
    : new Words(words).rename(target.cluster);
}

/** What a scaffolded repository has of an environment without services. */
function seedsOf(
  layout: RepositoryLayout | undefined,
  like: string,
  { leftOut }: EnvironmentNaming,
): readonly string[] {
  switch (layout?.engine) {
    case 'argocd':
      return [`argocd/${like}.yaml`];
    case 'flux':
      return (
        layout.environments.find(({ name }) => name === like)?.clusters ?? []
      )
        .filter(cluster => !leftOut.has(cluster))
        .map(cluster => `clusters/${cluster}/flux-system.yaml`);
    default:
      return [];
  }
}

function leftWords({ left }: EnvironmentRules, like: string): Diagnostic[] {
  if (left.size === 0) return [];
  return [
    notice(
      'left-named',
      `Values that say '${like}' and may be an application's own words are copied as they are; look at the diff.`,
    ),
  ];
}

/** Names it where the repository itself says what environments it has. */
function nameInFile(
  edits: TreeEdits,
  branch: string,
  { environment, like, cluster }: AddEnvironmentRequest,
): Diagnostic[] {
  const text = edits.text(branch, layoutFile);
  if (text === undefined) return [];
  const edited = addToGitopsFile(text, {
    name: environment,
    like,
    cluster: cluster ?? environment,
  });
  if (edited.state === 'refused') {
    const message = `${layoutFile} could not be edited: name the environment there by hand.`;
    return [notice('not-named', message, { file: layoutFile })];
  }
  edits.write(branch, layoutFile, edited.text);
  const message = `What '${environment}' promotes to is not said: see ${layoutFile}, and the portal's own configuration.`;
  return [{ level: 'info', code: 'proposal-order', message, file: layoutFile }];
}

/** As if the portal had been told of it, where its name alone doesn't tell. */
function withEnvironment(
  { environments }: DiscoveryInput,
  name: string,
): DiscoveryInput['environments'] {
  const isKnown =
    new EnvironmentNames(environments).fromWord(name) !== undefined;
  return isKnown
    ? environments
    : [
        ...environments,
        { name, aliases: [], promotesTo: [], protected: false },
      ];
}

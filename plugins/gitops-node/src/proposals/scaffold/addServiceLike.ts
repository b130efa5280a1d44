import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import {
  DiscoveredArtifact,
  DiscoveredTarget,
  Discovery,
  DiscoveryInput,
} from '../../discovery/model';
import { EditPlan } from '../model';
import { TreeEdits } from '../TreeEdits';
import { checkAddedService } from './checkAddedService';
import { CopyPlan } from './copy/CopyPlan';
import { ServiceRules } from './copy/ServiceRules';
import { finishPlan, refusedPlan } from './finishPlan';
import { notice, refusal } from './refusal';
import { AddServiceRequest } from './requests';

/** Adds a service in the shape of another one, whatever the layout. */
export function addServiceLike(
  input: DiscoveryInput,
  discovery: Discovery,
  request: AddServiceRequest,
  like: string,
): EditPlan {
  const isMeant = ({ service }: DiscoveredTarget) => service === like;
  const isChosen = (target: DiscoveredTarget) =>
    isMeant(target) &&
    (request.environments?.includes(target.environment) ?? true);
  const targets = discovery.targets.filter(isChosen);
  const problem = exampleProblem(discovery, request, like, targets);
  if (problem !== undefined) {
    return refusedPlan(input, discovery, 'like-unfit', problem);
  }
  const artifacts = ownArtifacts(like, targets);
  if (typeof artifacts === 'string') {
    return refusedPlan(input, discovery, 'like-unfit', artifacts);
  }
  const rules = new ServiceRules(request, {
    service: like,
    targets,
    artifacts,
  });
  const edits = new TreeEdits(input);
  const diagnostics: Diagnostic[] = needsDigest(artifacts, request);
  for (const branch of input.branches) {
    const copying = new CopyPlan(
      { discovery, branch, rules, isMeant, isChosen },
      edits,
    );
    copying.run();
    diagnostics.push(...copying.diagnostics);
  }
  return finishPlan({
    input,
    discovery,
    edits,
    diagnostics: [...diagnostics, ...unmet(request, rules, like)],
    check: after => checkAddedService(discovery, after, request, targets),
  });
}

function exampleProblem(
  discovery: Discovery,
  { environments = [] }: AddServiceRequest,
  like: string,
  targets: readonly DiscoveredTarget[],
): string | undefined {
  const known = discovery.targets.filter(({ service }) => service === like);
  if (known.length === 0) {
    return `The repository declares no service '${like}' that the new one could be like.`;
  }
  const absent = environments.filter(
    name => !targets.some(({ environment }) => environment === name),
  );
  return absent.length === 0
    ? undefined
    : `'${like}' is not declared in ${absent.join(
        ', ',
      )}, so there is no shape to take there.`;
}

/** The image that is the service itself, and not one beside it. */
function ownArtifacts(
  like: string,
  targets: readonly DiscoveredTarget[],
): readonly DiscoveredArtifact[] | string {
  const all = targets.flatMap(({ artifacts }) => artifacts);
  const images = all.filter(({ kind }) => kind === 'image');
  if (images.length === 0) {
    const apps = all.filter(
      ({ kind, name }) => kind === 'app' && name === like,
    );
    return apps.length > 0
      ? apps
      : `No image of '${like}' is declared in this repository, so there is no place for another one.`;
  }
  const names = new Set(images.map(({ name }) => name));
  if (names.size === 1) return images;
  const aliases = new Set([like, ...targets.flatMap(each => each.aliases)]);
  const own = images.filter(({ name }) => basename(name) === like);
  if (own.length > 0) return own;
  const alike = images.filter(({ name }) =>
    [...aliases].some(alias => basename(name).includes(alias)),
  );
  return new Set(alike.map(({ name }) => name)).size === 1
    ? alike
    : `'${like}' runs ${[...names].join(
        ', ',
      )}, and nothing tells which of them is its own.`;
}

function basename(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** A digest without its version would go on pinning the example's image. */
function needsDigest(
  artifacts: readonly DiscoveredArtifact[],
  { image }: AddServiceRequest,
): Diagnostic[] {
  const pinned = artifacts.find(({ digest }) => digest !== undefined);
  if (pinned === undefined || image.digest !== undefined) return [];
  return [
    refusal(
      'needs-digest',
      'The example is pinned to a digest; name that of the new image as well.',
      { file: pinned.file, line: pinned.line },
    ),
  ];
}

function unmet(
  { port, replicas }: AddServiceRequest,
  { met }: ServiceRules,
  like: string,
): Diagnostic[] {
  return [
    ...(port !== undefined && !met.port ? ['port'] : []),
    ...(replicas !== undefined && !met.replicas ? ['number of replicas'] : []),
  ].map(what =>
    notice('not-placed', `'${like}' has no ${what} in Git that could be set.`),
  );
}

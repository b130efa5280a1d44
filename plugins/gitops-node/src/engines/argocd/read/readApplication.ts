import { EngineRevision } from '@backstage-gitops/plugin-gitops-common';
import {
  ArgoCdApplication,
  ArgoCdDeployment,
  ArgoCdHydration,
  ArgoCdResource,
  ArgoCdSource,
} from './ArgoCdApplication';
import { applicationSchema, ReadApplication } from './applicationSchema';
import { ignoreRule } from './ignoreRule';
import { readHealth, readSync } from './readState';
import { readOperation } from './readOperation';
import { readableMessage } from './readableMessage';
import { readRevision, readRevisions } from './readRevision';

const skipReconcile = 'argocd.argoproj.io/skip-reconcile';

/**
 * An Application as it says it is, in answers of 2.x and 3.x; `undefined` where
 * it has no name.
 */
export function readApplication(
  application: unknown,
  instance: string,
): ArgoCdApplication | undefined {
  const read = applicationSchema.safeParse(application);
  if (!read.success) return undefined;
  const { metadata, spec, status } = read.data;
  const { name, namespace, uid, resourceVersion } = metadata;
  const { labels, annotations } = metadata;
  const applicationSet = metadata.ownerReferences.find(
    ({ kind }) => kind === 'ApplicationSet',
  )?.name;
  const hydration = hydrationOf(read.data);
  const operation = readOperation(read.data);
  const { automated } = spec.syncPolicy;
  return {
    ...{ instance, name, namespace, resourceVersion, labels, annotations },
    ...(uid !== undefined && { uid }),
    project: spec.project ?? 'default',
    ...(applicationSet !== undefined && { applicationSet }),
    isDeleting: metadata.deletionTimestamp,
    destination: spec.destination,
    sources: sourcesOf(read.data),
    ...(hydration !== undefined && { hydration }),
    ...(automated !== undefined &&
      automated.enabled !== false && {
        automated: { prune: automated.prune, selfHeal: automated.selfHeal },
      }),
    isSkipped: annotations[skipReconcile] === 'true',
    sync: readSync(status),
    health: readHealth(status.health),
    revisions: readRevisions(status.sync),
    ...(operation !== undefined && { operation }),
    history: status.history.map(readDeployment).reverse(),
    ...(spec.revisionHistoryLimit === 0 && { isForgetful: true }),
    conditions: status.conditions.map(
      ({ type, message, lastTransitionTime }) => ({
        ...{ type, status: 'True' as const },
        ...(message !== undefined && { message: readableMessage(message) }),
        ...(lastTransitionTime !== undefined && { since: lastTransitionTime }),
      }),
    ),
    resources: status.resources.map(readResource),
    images: status.summary.images,
    ignored: spec.ignoreDifferences.flatMap(ignoreRule),
    ...(status.reconciledAt !== undefined && {
      reconciledAt: status.reconciledAt,
    }),
  };
}

/** Of hydrated manifests, what people write: the dry source. */
function sourcesOf({ spec }: ReadApplication): readonly ArgoCdSource[] {
  const dry = spec.sourceHydrator?.drySource;
  if (dry !== undefined) return [readSource(dry)];
  const { source, sources } = spec;
  if (sources.length > 0) return sources.map(readSource);
  return source === undefined ? [] : [readSource(source)];
}

function readSource({
  repoURL,
  path = '',
  chart,
  ref,
  targetRevision,
}: ReadApplication['spec']['sources'][number]): ArgoCdSource {
  return {
    url: repoURL.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1'),
    path: normalPath(path),
    ...(chart !== undefined && { chart }),
    ...(ref !== undefined && path === '' && { isReference: true as const }),
    ...(targetRevision !== undefined && { targetRevision }),
  };
}

/** `./apps/shop/` is `apps/shop`; the root is `''`. */
export function normalPath(path: string): string {
  return path
    .split('/')
    .filter(segment => segment !== '' && segment !== '.')
    .join('/');
}

function hydrationOf({
  spec,
  status,
}: ReadApplication): ArgoCdHydration | undefined {
  if (spec.sourceHydrator === undefined) return undefined;
  const { currentOperation: current, lastSuccessfulOperation: last } =
    status.sourceHydrator;
  const hasFailed = current?.phase === 'Failed';
  const done = current?.phase === 'Hydrated' ? current : last;
  return {
    ...(current?.drySHA && { seen: readRevision(current.drySHA) }),
    ...(done?.drySHA && {
      hydrated: {
        dry: readRevision(done.drySHA),
        ...(done.hydratedSHA !== undefined && { wet: done.hydratedSHA }),
      },
    }),
    ...(hasFailed && {
      failure: readableMessage(current.message ?? 'Hydration failed'),
    }),
    isRunning: current?.phase === 'Hydrating',
  };
}

function readDeployment(
  entry: ReadApplication['status']['history'][number],
): ArgoCdDeployment {
  const { deployedAt, deployStartedAt, initiatedBy } = entry;
  return {
    revisions: readRevisions(entry).map(
      (revision): EngineRevision => ({
        ...revision,
        ...(deployedAt !== undefined && { at: deployedAt }),
      }),
    ),
    ...(deployStartedAt !== undefined && { startedAt: deployStartedAt }),
    ...(initiatedBy.username !== undefined && { by: initiatedBy.username }),
  };
}

function readResource(
  resource: ReadApplication['status']['resources'][number],
): ArgoCdResource {
  const { group, version, kind, namespace, name, status, health } = resource;
  return {
    ...{ group, kind, name },
    ...(namespace !== undefined && { namespace }),
    ...(version !== undefined && { version }),
    status: readSync({ sync: { status } }).state,
    ...(health?.status !== undefined && { health: readHealth(health) }),
    isHook: resource.hook,
    requiresPruning: resource.requiresPruning,
  };
}

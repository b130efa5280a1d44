import { ArgoCdStandIn } from '@backstage-gitops/envtest';
import {
  TargetLive,
  targetStateSchema,
} from '@backstage-gitops/plugin-gitops-common';
import {
  ArgoCdEngine,
  readArgoCdInstances,
} from '@backstage-gitops/plugin-gitops-node';
import { OpenArgoCd } from '../live/argocd/openArgoCd';
import { answer } from './portals';
import { TestPortal, TestPortalOptions } from './startGitops';

/** What the instances of a test are told to ask with. */
export const standInToken = 'token-of-the-portal';

/** An Application that deploys a unit of `platform` by its path. */
export function deploying(
  unit: string,
  { status = {}, spec = {}, metadata = {} } = {},
) {
  return {
    metadata: { name: unit, ...metadata },
    spec: {
      source: {
        repoURL: 'https://github.com/acme/platform.git',
        ...{ path: `apps/${unit}`, targetRevision: 'main' },
      },
      ...spec,
    },
    status,
  };
}

/** How long a busy machine may take to answer, in milliseconds. */
const patient = { requestMs: 120_000, listMs: 120_000, lookMs: 120_000 };

/** Instances that are waited for; those that hang need less patience. */
export function openPatientArgoCd(
  limits: Partial<typeof patient> = {},
): OpenArgoCd {
  return config =>
    new ArgoCdEngine({
      ...{ rules: [], disabledRules: [], unmanaged: false },
      limits: { ...patient, ...limits },
      instances: readArgoCdInstances(config),
    });
}

/** The configuration of engines that are stand-ins. */
export function standIns(servers: readonly ArgoCdStandIn[]) {
  for (const server of servers) server.token = standInToken;
  return {
    argocd: {
      instances: servers.map(({ instance: { name, url, timeoutMs } }) => ({
        ...{ name, url, token: standInToken },
        ...(timeoutMs !== undefined && { timeout: `${timeoutMs}ms` }),
      })),
    },
  };
}

/** All that following an instance asks of it, whoever looks. */
const followed = [
  '/api/v1/applications',
  '/api/v1/applicationsets',
  '/api/v1/stream/applications',
  '/api/v1/session/userinfo',
];

/** What was asked of instances beside following them. */
export const askedBeside = (servers: readonly ArgoCdStandIn[]) =>
  servers
    .flatMap(({ requests }) => requests)
    .filter(path => !followed.includes(path));

/** What a portal is started with to read stand-ins. */
export function readingArgoCd(
  servers: readonly ArgoCdStandIn[],
  limits: Partial<typeof patient> = {},
): Pick<TestPortalOptions, 'config' | 'openArgoCd'> {
  return {
    openArgoCd: openPatientArgoCd(limits),
    config: {
      gitops: {
        repositories: [
          { id: 'platform', url: 'https://github.com/acme/platform' },
        ],
        engines: standIns(servers),
      },
    },
  };
}

/** What is told of a target. */
export async function liveOf(
  portal: TestPortal,
  target: string,
): Promise<TargetLive | undefined> {
  const state = await answer(
    targetStateSchema,
    portal.get(`/targets/${target}`),
  );
  return state.live;
}

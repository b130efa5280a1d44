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

/** How long instances of a test are waited for, in milliseconds. */
const impatient = { requestMs: 500, listMs: 2_000, lookMs: 300 };

/** Instances that are waited for no longer than a test has time. */
export function openArgoCdWithin(limits: typeof impatient): OpenArgoCd {
  return config =>
    new ArgoCdEngine({
      ...{ rules: [], disabledRules: [], unmanaged: false, limits },
      instances: readArgoCdInstances(config),
    });
}

/** With no patience, so that what hangs is known to soon. */
export const openImpatientArgoCd = openArgoCdWithin(impatient);

/** The configuration of engines that are stand-ins. */
export function standIns(servers: readonly ArgoCdStandIn[]) {
  for (const server of servers) server.token = standInToken;
  return {
    argocd: {
      instances: servers.map(({ instance: { name, url } }) => ({
        ...{ name, url, token: standInToken },
      })),
    },
  };
}

/** What a portal is started with to read stand-ins. */
export function readingArgoCd(
  servers: readonly ArgoCdStandIn[],
  limits: Partial<typeof impatient> = {},
): Pick<TestPortalOptions, 'config' | 'openArgoCd'> {
  return {
    openArgoCd: openArgoCdWithin({ ...impatient, ...limits }),
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

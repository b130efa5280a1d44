import { apiVersionOf, ServedKind, servedKinds } from '../ServedKind';

const verbs = ['create', 'delete', 'get', 'list', 'patch', 'watch'];

/** Groups and versions, in the order of the kinds. */
function groupVersions(): { group: string; version: string }[] {
  const found = new Map(
    servedKinds.map(kind => [
      apiVersionOf(kind),
      { group: kind.group, version: kind.version },
    ]),
  );
  return [...found.values()];
}

const kindsOf = (group: string, version: string) =>
  servedKinds.filter(kind => kind.group === group && kind.version === version);

/** Answer of `/api`. */
export function coreVersions() {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [],
  };
}

/** Answer of `/apis`. */
export function groupList() {
  const groups = groupVersions().filter(({ group }) => group !== '');
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: groups.map(({ group, version }) => {
      const served = { groupVersion: `${group}/${version}`, version };
      return { name: group, versions: [served], preferredVersion: served };
    }),
  };
}

/** Answer of `/api/v1` or `/apis/apps/v1`; absent where nothing is there. */
export function resourceList(group: string, version: string) {
  const kinds = kindsOf(group, version);
  if (kinds.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: group === '' ? version : `${group}/${version}`,
    resources: kinds.map(kind => ({
      name: kind.plural,
      singularName: kind.kind.toLowerCase(),
      namespaced: kind.namespaced,
      kind: kind.kind,
      verbs,
    })),
  };
}

/** All of it in one answer, for `/api` or `/apis`. */
export function aggregated(scope: 'core' | 'groups') {
  const found = groupVersions().filter(
    ({ group }) => (group === '') === (scope === 'core'),
  );
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: found.map(({ group, version }) => ({
      metadata: { ...(group && { name: group }), creationTimestamp: null },
      versions: [
        {
          version,
          resources: kindsOf(group, version).map(aggregatedKind),
          freshness: 'Current',
        },
      ],
    })),
  };
}

function aggregatedKind({
  group,
  version,
  kind,
  plural,
  namespaced,
}: ServedKind) {
  return {
    resource: plural,
    responseKind: { group, version, kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.toLowerCase(),
    verbs,
  };
}

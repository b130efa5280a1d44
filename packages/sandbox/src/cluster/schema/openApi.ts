import { ServedKind, servedKinds } from '../ServedKind';

/** Answer of `/openapi/v3`: where the documents are. */
export function openApiIndex() {
  const roots = new Set(
    servedKinds.map(({ group, version }) =>
      group === '' ? `api/${version}` : `apis/${group}/${version}`,
    ),
  );
  return {
    paths: Object.fromEntries(
      [...roots].map(root => [
        root,
        { serverRelativeURL: `/openapi/v3/${root}` },
      ]),
    ),
  };
}

/** The kinds of one version of a group; absent where nothing is there. */
export function openApiDocument(group: string, version: string) {
  const kinds = servedKinds.filter(
    kind => kind.group === group && kind.version === version,
  );
  if (kinds.length === 0) return undefined;
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'sandbox' },
    paths: {},
    components: {
      schemas: Object.fromEntries(
        kinds.map(kind => [schemaName(kind), kindSchema(kind)]),
      ),
    },
  };
}

function kindSchema(kind: ServedKind) {
  const { group, version } = kind;
  return {
    ...kind.schema,
    'x-kubernetes-group-version-kind': [{ group, version, kind: kind.kind }],
  };
}

/** As the API server names them: `io.k8s.api.apps.v1.Deployment`. */
function schemaName(kind: ServedKind): string {
  const { group, version } = kind;
  const isBuiltIn = !group.includes('.') || group.endsWith('.k8s.io');
  if (isBuiltIn) {
    const short = group === '' ? 'core' : group.split('.')[0];
    return `io.k8s.api.${short}.${version}.${kind.kind}`;
  }
  return [...group.split('.').reverse(), version, kind.kind].join('.');
}

import { openApiDocument, openApiIndex } from '../schema/openApi';
import { ApiPath } from './ApiPath';
import { aggregated, coreVersions, groupList, resourceList } from './discovery';

interface Document {
  readonly body: object;
  /** JSON where absent. */
  readonly type?: string;
}

const aggregatedType =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** What a cluster says of itself at a path; absent where it says nothing. */
export function findDocument(
  path: ApiPath,
  { accept, version }: { readonly accept: string; readonly version: string },
): Document | undefined {
  const whole = /g=apidiscovery\.k8s\.io;v=v2\b/.test(accept);
  const plain = (body: object | undefined) => body && { body };
  switch (path.type) {
    case 'version':
      return plain(versionInfo(version));
    case 'core':
    case 'groups':
      if (whole) return { body: aggregated(path.type), type: aggregatedType };
      return plain(path.type === 'core' ? coreVersions() : groupList());
    case 'kinds':
      return plain(resourceList(path.group, path.version));
    case 'openApiIndex':
      return plain(openApiIndex());
    case 'openApi':
      return plain(openApiDocument(path.group, path.version));
    default:
      return undefined;
  }
}

function versionInfo(version: string) {
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
  return { major, minor, gitVersion: version, platform: 'sandbox' };
}

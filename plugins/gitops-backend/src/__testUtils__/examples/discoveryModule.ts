import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  FileRule,
  gitopsDiscoveryExtensionPoint,
  YamlNode,
} from '@backstage-gitops/plugin-gitops-node';

/**
 * Teams list what runs where in `teams/TEAM/versions.yaml`, as
 * `SERVICE: { ENVIRONMENT: VERSION }`.
 */
const teamVersions: FileRule = {
  name: 'team-versions',
  files: /^teams\/(?<team>[^/]+)\/versions\.yaml$/,
  read: ({ documents, groups }) => ({
    declarations: documents.flatMap(entriesOf).flatMap(([service, stages]) =>
      entriesOf(stages).flatMap(([environment, version]) => {
        if (version.type !== 'scalar') return [];
        const name = `registry.acme.example/${groups.team}/${service}`;
        const artifacts = [{ kind: 'image' as const, name, version }];
        return [{ service, environment, artifacts }];
      }),
    ),
  }),
};

function entriesOf(node: YamlNode) {
  return node.type === 'map' ? [...node.entries] : [];
}

export default createBackendModule({
  pluginId: 'gitops',
  moduleId: 'team-versions',
  register({ registerInit }) {
    registerInit({
      deps: { discovery: gitopsDiscoveryExtensionPoint },
      async init({ discovery }) {
        discovery.addRule(teamVersions);
      },
    });
  },
});

import { groupOf } from '../resourceIdentity';
import { ResourceSchema, SchemaSource } from '../model';
import { builtInKinds } from './builtInKinds';
import { fields, objectMeta, Properties } from './fragments';

const ofCluster: ReadonlySet<string> = new Set([
  '/ComponentStatus',
  '/Namespace',
  '/Node',
  '/PersistentVolume',
  'admissionregistration.k8s.io/MutatingAdmissionPolicy',
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'certificates.k8s.io/CertificateSigningRequest',
  'certificates.k8s.io/ClusterTrustBundle',
  'flowcontrol.apiserver.k8s.io/FlowSchema',
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
  'networking.k8s.io/IngressClass',
  'networking.k8s.io/IPAddress',
  'networking.k8s.io/ServiceCIDR',
  'node.k8s.io/RuntimeClass',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'resource.k8s.io/DeviceClass',
  'resource.k8s.io/ResourceSlice',
  'scheduling.k8s.io/PriorityClass',
  'storage.k8s.io/CSIDriver',
  'storage.k8s.io/CSINode',
  'storage.k8s.io/StorageClass',
  'storage.k8s.io/VolumeAttachment',
  'storage.k8s.io/VolumeAttributesClass',
]);

const groups: ReadonlySet<string> = new Set([
  ...[...Object.keys(builtInKinds), ...ofCluster].map(
    id => id.split('/', 1)[0],
  ),
  'events.k8s.io',
  'coordination.k8s.io',
  'extensions',
]);

const bare: Properties = {};
const known = new Map<string, ResourceSchema>();

/** Whether a group is one of Kubernetes' own. */
export function isBuiltInGroup(group: string): boolean {
  return groups.has(group);
}

/**
 * What is known of the kinds of Kubernetes itself without asking a server.
 *
 * @public
 */
export const builtInSchemas: SchemaSource = {
  schemaOf(apiVersion, kind) {
    const group = groupOf(apiVersion);
    if (!isBuiltInGroup(group)) return undefined;
    const id = `${group === 'extensions' ? heirOf(kind) : group}/${kind}`;
    const schema = known.get(id) ?? makeSchema(id);
    // Kinds come from strangers; only those of the tables are kept.
    if (Object.hasOwn(builtInKinds, id)) known.set(id, schema);
    return schema;
  },
};

function makeSchema(id: string): ResourceSchema {
  const properties = Object.hasOwn(builtInKinds, id) ? builtInKinds[id] : bare;
  return {
    namespaced: !ofCluster.has(id),
    omitsZero: true,
    root: fields({ metadata: objectMeta, ...properties }),
  };
}

/** Where the kinds of the group `extensions` went. */
function heirOf(kind: string): string {
  return kind === 'Ingress' || kind === 'NetworkPolicy'
    ? 'networking.k8s.io'
    : 'apps';
}

import { LayoutEnvironment } from '../model';
import { scalarText } from '../yamlText';

const workloads = '[Deployment, StatefulSet, DaemonSet, Job]';

const schema = `# Fields that Kubernetes doesn't know, and values of a wrong type.
- type: schema
  name: kubernetes-schema
  level: deny
`;

const memoryLimits = `- type: cel
  name: memory-limits
  level: deny
  match: { kinds: ${workloads} }
  expression: >-
    object.spec.template.spec.containers.all(container,
    has(container.resources) && has(container.resources.limits) &&
    has(container.resources.limits.memory))
  message: every container needs resources.limits.memory
`;

const pinnedImages = `- type: cel
  name: pinned-images
  level: deny
  match: { kinds: ${workloads} }
  expression: >-
    object.spec.template.spec.containers.all(container,
    container.image.contains('@sha256:') ||
    (container.image.matches('^.+:[^/:]+$') &&
    !container.image.endsWith(':latest')))
  message: an image needs a version of its own, and latest is none
`;

const noPrivileges = `- type: cel
  name: no-privileges
  level: deny
  match: { kinds: ${workloads} }
  expression: >-
    object.spec.template.spec.containers.all(container,
    !has(container.securityContext) ||
    !has(container.securityContext.privileged) ||
    !container.securityContext.privileged)
  message: privileged containers are not run here
`;

function twoReplicas(environments: readonly LayoutEnvironment[]): string {
  const names = environments.map(({ name }) => scalarText(name)).join(', ');
  return `- type: cel
  name: two-replicas
  level: warn
  match: { kinds: [Deployment], environments: [${names}] }
  expression: '!has(object.spec.replicas) || object.spec.replicas >= 2'
  message: one replica is down whenever its node is
`;
}

const freeze = `# Nothing moves while a window is open:
# - type: freeze
#   name: holidays
#   environments: [production]
#   windows: [{ schedule: '0 0 20 12 *', duration: 14d, timeZone: Europe/Berlin }]
`;

/**
 * The policies that a repository starts with, as items of `gitops.policies`:
 * what breaks clusters is denied, what is a matter of taste is told.
 */
export function startingPolicies(
  environments: readonly LayoutEnvironment[],
): string {
  const guarded = environments.filter(each => each.protected);
  return [
    schema,
    memoryLimits,
    pinnedImages,
    noPrivileges,
    ...(guarded.length > 0 ? [twoReplicas(guarded)] : []),
    freeze,
  ].join('\n');
}

import { Resource } from '../../../manifests/Resource';
import { textAt, textsAt } from '../readField';
import { refOf } from '../resourceRef';
import { applySetOf } from './ApplySet';

/** What an object says of who applied it. @public */
export type OwnershipMark =
  | { readonly by: 'applySet'; readonly id: string }
  | { readonly by: 'argocd'; readonly application: string }
  | {
      readonly by: 'flux';
      readonly kind: 'Kustomization' | 'HelmRelease';
      readonly name: string;
      readonly namespace: string;
    }
  | {
      readonly by: 'helm';
      readonly release: string;
      readonly namespace: string;
    };

const fluxPrefixes = [
  ['Kustomization', 'kustomize.toolkit.fluxcd.io'],
  ['HelmRelease', 'helm.toolkit.fluxcd.io'],
] as const;

/**
 * The ownership marks of an object. Labels are copied by controllers and by
 * people; what can be checked is: Argo CD's tracking id must name the object
 * that carries it.
 *
 * @public
 */
export function marksOf(object: Resource): OwnershipMark[] {
  const labels = textsAt(object, 'metadata', 'labels');
  const annotations = textsAt(object, 'metadata', 'annotations');
  const marks: OwnershipMark[] = [];
  const id = applySetOf(object);
  if (id !== undefined) marks.push({ by: 'applySet', id });
  const application = trackedBy(object, annotations);
  if (application !== undefined) marks.push({ by: 'argocd', application });
  for (const [kind, prefix] of fluxPrefixes) {
    const name = textAt(labels, `${prefix}/name`);
    const namespace = textAt(labels, `${prefix}/namespace`);
    if (name !== undefined && namespace !== undefined) {
      marks.push({ by: 'flux', kind, name, namespace });
    }
  }
  const release = textAt(annotations, 'meta.helm.sh/release-name');
  const namespace = textAt(annotations, 'meta.helm.sh/release-namespace');
  if (release !== undefined && namespace !== undefined) {
    marks.push({ by: 'helm', release, namespace });
  }
  return marks;
}

const trackingId = /^([^:]+):([^/:]*)\/([^/:]+):([^/:]*)\/(.+)$/;

/**
 * `application:group/Kind:namespace/name`. For an object of the cluster the
 * namespace is that of the application's destination.
 */
function trackedBy(
  object: Resource,
  annotations: Readonly<Record<string, string>>,
): string | undefined {
  const text = annotations['argocd.argoproj.io/tracking-id'];
  const match = text === undefined ? null : trackingId.exec(text);
  if (match === null) return undefined;
  const [, application, group, kind, namespace, name] = match;
  const ref = refOf(object);
  const namesItself =
    group === ref.group &&
    kind === ref.kind &&
    name === ref.name &&
    (ref.namespace === undefined || ref.namespace === namespace);
  return namesItself ? application : undefined;
}

/**
 * Who else keeps an object as it declares it, told to a person. Helm alone
 * doesn't: it acts when someone runs it.
 */
export function reconcilerOf(object: Resource): string | undefined {
  for (const mark of marksOf(object)) {
    if (mark.by === 'argocd') return `Argo CD application ${mark.application}`;
    if (mark.by === 'flux') {
      return `Flux ${mark.kind} ${mark.namespace}/${mark.name}`;
    }
  }
  return undefined;
}

/** Annotations by which people keep an object from being pruned. */
const keepAnnotations: readonly (readonly [string, string])[] = [
  ['kustomize.toolkit.fluxcd.io/prune', 'disabled'],
  ['argocd.argoproj.io/sync-options', 'Prune=false'],
  ['helm.sh/resource-policy', 'keep'],
];

/** The annotation that keeps an object from being pruned, where it has one. */
export function keepsFromPruning(object: Resource): string | undefined {
  const annotations = textsAt(object, 'metadata', 'annotations');
  for (const [key, value] of keepAnnotations) {
    const options = (annotations[key] ?? '')
      .split(',')
      .map(option => option.trim().toLowerCase());
    if (options.includes(value.toLowerCase())) return `${key}: ${value}`;
  }
  return undefined;
}

import { Target } from '@backstage-gitops/plugin-gitops-common';
import { splitImage } from '../../../manifests/imageReference';
import { Resource } from '../../../manifests/Resource';
import { listAt, textAt, textsAt } from '../readField';
import { podTemplateOf } from './podTemplateOf';

/** By which an object names its service outright. */
const explicitKeys = ['gitops/service', 'backstage.io/kubernetes-id'];

/** Labels by which an object commonly tells what it belongs to; the surest first. */
const nameLabels = [
  'app.kubernetes.io/name',
  'app',
  'k8s-app',
  'name',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/part-of',
];

type Rule = (
  resource: Resource,
  targets: readonly Target[],
) => readonly Target[];

function byExplicitName(resource: Resource, targets: readonly Target[]) {
  const texts = {
    ...textsAt(resource, 'metadata', 'labels'),
    ...textsAt(resource, 'metadata', 'annotations'),
  };
  const names = explicitKeys.flatMap(key => texts[key] ?? []);
  return targets.filter(({ service }) => names.includes(service));
}

function byLabel(resource: Resource, targets: readonly Target[]) {
  const labels = textsAt(resource, 'metadata', 'labels');
  for (const key of nameLabels) {
    const found = named(labels[key], targets);
    if (found.length > 0) return found;
  }
  return [];
}

function byName(resource: Resource, targets: readonly Target[]) {
  return named(textAt(resource, 'metadata', 'name'), targets);
}

/** The service itself before those that are also known by the name. */
function named(name: string | undefined, targets: readonly Target[]) {
  if (name === undefined) return [];
  const services = targets.filter(({ service }) => service === name);
  return services.length > 0
    ? services
    : targets.filter(({ aliases }) => aliases.includes(name));
}

function byImage(resource: Resource, targets: readonly Target[]) {
  const template = podTemplateOf(resource);
  const images = listAt(template, 'spec', 'containers').flatMap(container => {
    const image = textAt(container, 'image');
    return image === undefined ? [] : [splitImage(image).name];
  });
  return targets.filter(({ artifacts }) =>
    artifacts.some(
      ({ kind, name }) => kind === 'image' && images.includes(name),
    ),
  );
}

/** `payments-worker-config` is payments-worker's rather than payments'. */
function byPrefix(resource: Resource, targets: readonly Target[]) {
  const name = textAt(resource, 'metadata', 'name') ?? '';
  const lengthOf = ({ service, aliases }: Target) =>
    Math.max(
      0,
      ...[service, ...aliases]
        .filter(stem => name.startsWith(`${stem}-`))
        .map(({ length }) => length),
    );
  const longest = Math.max(...targets.map(lengthOf));
  return longest === 0
    ? []
    : targets.filter(target => lengthOf(target) === longest);
}

const rules: readonly Rule[] = [
  byExplicitName,
  byLabel,
  byName,
  byImage,
  byPrefix,
];

/**
 * The targets of a unit that a resource belongs to, by id: by what names the
 * service outright, the usual labels, its own name, the images it runs, then
 * the name it begins with. All of them where nothing tells.
 */
export function assignTargets(
  resource: Resource,
  targets: readonly Target[],
): readonly string[] {
  const all = targets.map(({ id }) => id);
  if (targets.length < 2) return all;
  for (const find of rules) {
    const found = find(resource, targets);
    if (found.length > 0) return found.map(({ id }) => id);
  }
  return all;
}

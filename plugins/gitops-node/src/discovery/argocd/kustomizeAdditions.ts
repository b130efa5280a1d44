import {
  itemsAt,
  locate,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
} from '../../manifests/YamlNode';
import { parseImageReference } from '../../manifests/imageReference';
import { ImageOverride, KustomizeAdditions } from '../declaration';
import { scalarAt } from '../derivedNode';

/** The `kustomize` section of an Application's source. */
export function kustomizeAdditions(
  source: MapNode,
): KustomizeAdditions | undefined {
  const section = nodeAt(source, 'kustomize');
  if (!(section instanceof MapNode)) return undefined;
  const namespace = textAt(section, 'namespace');
  const namePrefix = textAt(section, 'namePrefix');
  const nameSuffix = textAt(section, 'nameSuffix');
  return {
    images: itemsAt(section, 'images').flatMap(item =>
      item instanceof ScalarNode ? imageOverride(item) : [],
    ),
    patches: itemsAt(section, 'patches'),
    components: itemsAt(section, 'components').flatMap(item =>
      item instanceof ScalarNode
        ? [{ value: item.text, location: locate(item) }]
        : [],
    ),
    ...(namespace !== undefined && { namespace }),
    ...(namePrefix !== undefined && { namePrefix }),
    ...(nameSuffix !== undefined && { nameSuffix }),
  };
}

/** `old=new:tag`, `name:tag` or `name@digest`, as `kustomize edit` takes it. */
export function imageOverride(item: ScalarNode): ImageOverride[] {
  const equals = item.text.indexOf('=');
  const reference = parseImageReference(item.text.slice(equals + 1));
  if (reference === undefined) return [];
  const { name, tag, digest } = reference;
  return [
    {
      name: equals < 0 ? name : item.text.slice(0, equals),
      ...(equals >= 0 && { newName: scalarAt(name, item) }),
      ...(tag && { newTag: scalarAt(tag, item) }),
      ...(digest && { digest: scalarAt(digest, item) }),
    },
  ];
}

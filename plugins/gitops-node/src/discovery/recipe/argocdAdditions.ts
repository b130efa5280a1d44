import { RecipeAdditions } from '../../manifests/UnitRecipe';
import {
  itemsAt,
  nodeAt,
  textAt,
  toValue,
  YamlNode,
} from '../../manifests/YamlNode';
import { KustomizeAdditions } from '../declaration';
import { stringEntries } from './stringEntries';

/** What the `kustomize` section of an Application's source adds. */
export function argocdAdditions(
  section: YamlNode | undefined,
  known: KustomizeAdditions | undefined,
): RecipeAdditions | undefined {
  if (section === undefined || known === undefined) return undefined;
  const fields: Record<string, unknown> = {};
  for (const key of ['namespace', 'namePrefix', 'nameSuffix'] as const) {
    const text = known[key];
    if (text !== undefined) fields[key] = text;
  }
  const labels = stringEntries(nodeAt(section, 'commonLabels'));
  const annotations = stringEntries(nodeAt(section, 'commonAnnotations'));
  const replicas = itemsAt(section, 'replicas');
  if (Object.keys(labels).length > 0) {
    const includeTemplates =
      textAt(section, 'labelIncludeTemplates') === 'true';
    if (textAt(section, 'labelWithoutSelector') === 'true') {
      fields.labels = [{ pairs: labels, includeTemplates }];
    } else {
      fields.commonLabels = labels;
    }
  }
  if (Object.keys(annotations).length > 0) {
    fields.commonAnnotations = annotations;
  }
  if (replicas.length > 0) fields.replicas = replicas.map(toValue);
  return {
    fields,
    images: known.images.map(({ name, newName, newTag, digest }) => ({
      name,
      ...(newName && { newName: newName.text }),
      ...(newTag && { newTag: newTag.text }),
      ...(digest && { digest: digest.text }),
    })),
    patches: known.patches.map(toValue),
    components: known.components.map(({ value }) => value),
  };
}

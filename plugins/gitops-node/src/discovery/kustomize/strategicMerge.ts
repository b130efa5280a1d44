import {
  ListNode,
  MapNode,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';

/**
 * The keys by which Kubernetes merges its lists, by the list's field name. Only
 * built-in kinds have them; the lists of custom resources are replaced.
 */
const mergeKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  volumes: ['name'],
  env: ['name'],
  imagePullSecrets: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  ports: ['containerPort', 'port'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey'],
  volumeClaimTemplates: ['metadata.name'],
  ownerReferences: ['uid'],
};

const builtInGroup =
  /^(?:v1|(?:apps|batch|autoscaling|policy|extensions|[a-z.]+\.k8s\.io)\/.*)$/;

/** Whether lists of an object of this API merge by key. */
export function mergesLists(apiVersion: string): boolean {
  return builtInGroup.test(apiVersion);
}

/** Whether the items of an object's list are merged by a key. */
export function isMergedList(
  apiVersion: string,
  list: string,
  key: string,
): boolean {
  return (
    mergesLists(apiVersion) &&
    Object.hasOwn(mergeKeys, list) &&
    mergeKeys[list].includes(key)
  );
}

export interface MergeOptions {
  readonly mergeLists: boolean;
}

/**
 * Applies a strategic merge patch. Every value keeps its own place, so a
 * patched value tells the patch that supplied it. Undefined means removed.
 */
export function strategicMerge(
  target: MapNode,
  patch: MapNode,
  options: MergeOptions,
): MapNode | undefined {
  const directive = textAt(patch, '$patch');
  if (directive === 'delete') return undefined;
  if (directive === 'replace') return patch.with('$patch', undefined);
  const entries = new Map(target.entries);
  for (const [key, value] of patch.entries) {
    if (key.startsWith('$')) continue;
    const merged = mergeEntry(key, entries.get(key), value, options);
    if (merged === undefined) entries.delete(key);
    else entries.set(key, merged);
  }
  return new MapNode(entries, target.position);
}

function mergeEntry(
  key: string,
  target: YamlNode | undefined,
  patch: YamlNode,
  options: MergeOptions,
): YamlNode | undefined {
  if (patch instanceof ScalarNode && patch.value === undefined) {
    return undefined;
  }
  if (patch instanceof MapNode) {
    const base = target instanceof MapNode ? target : emptyMap(patch);
    return strategicMerge(base, patch, options);
  }
  const keys = options.mergeLists ? mergeKeys[key] : undefined;
  if (
    patch instanceof ListNode &&
    target instanceof ListNode &&
    keys !== undefined
  ) {
    return mergeList(target, patch, keys, options);
  }
  return patch;
}

function emptyMap(like: MapNode): MapNode {
  return new MapNode(new Map(), like.position);
}

function mergeList(
  target: ListNode,
  patch: ListNode,
  keys: readonly string[],
  options: MergeOptions,
): ListNode {
  if (patch.items.some(item => textAt(item, '$patch') === 'replace')) {
    const items = patch.items.filter(
      item => textAt(item, '$patch') === undefined,
    );
    return target.withItems(items);
  }
  const items: YamlNode[] = [...target.items];
  const added: YamlNode[] = [];
  for (const item of patch.items) {
    const index = items.findIndex(other => sameItem(other, item, keys));
    const existing = items[index];
    if (!(existing instanceof MapNode) || !(item instanceof MapNode)) {
      if (textAt(item, '$patch') !== 'delete') added.push(item);
      continue;
    }
    const merged = strategicMerge(existing, item, options);
    if (merged === undefined) items.splice(index, 1);
    else items[index] = merged;
  }
  return target.withItems([...added, ...items]);
}

function sameItem(
  one: YamlNode,
  other: YamlNode,
  keys: readonly string[],
): boolean {
  return keys.some(key => {
    const path = key.split('.');
    const value = textAt(one, ...path);
    return value !== undefined && value === textAt(other, ...path);
  });
}

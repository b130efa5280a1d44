import { createHash } from 'node:crypto';
import { Resource, ResourceRef } from '../../../manifests/Resource';
import { listAt, objectAt, textAt, textsAt } from '../readField';

/** The ApplySet specification's own spelling (KEP-3659). */
export const partOfLabel = 'applyset.kubernetes.io/part-of';
const idLabel = 'applyset.kubernetes.io/id';
const toolingAnnotation = 'applyset.kubernetes.io/tooling';
const groupKindsAnnotation = 'applyset.kubernetes.io/contains-group-kinds';
const namespacesAnnotation = 'applyset.kubernetes.io/additional-namespaces';
const unitAnnotation = 'gitops/unit';
const revisionAnnotation = 'gitops/revision';
const contentAnnotation = 'gitops/content';

/** In the parent's data: what was applied, a line each. */
const appliedKey = 'applied';

const tooling = 'backstage-gitops/v1';

/** Selects the parents that this engine wrote, and others of the specification. */
export const parentSelector = idLabel;

/** What a unit's parent object tells of the members applied for it. @public */
export interface ApplySetParent {
  readonly unit: string;
  /** `Deployment.apps`: where members may be found. Sorted. */
  readonly groupKinds: readonly string[];
  /** Namespaces of members beside the parent's own. Sorted. */
  readonly namespaces: readonly string[];
  /** The commit that was applied last, completely. */
  readonly revision?: string;
  /** Names what was declared at that commit; see contentDigest. */
  readonly content?: string;
  /**
   * refKeys of all that was applied and not pruned since, also of what is gone;
   * absent where an earlier version of this engine applied it. Sorted.
   */
  readonly applied?: readonly string[];
}

/**
 * The set of objects applied for a unit: its members carry the label, one
 * parent ConfigMap tells where members are, in the words of the ApplySet
 * specification, so that kubectl knows them too.
 *
 * @public
 */
export class ApplySet {
  readonly parent: ResourceRef & { readonly namespace: string };
  /** Value of the members' label. */
  readonly id: string;
  readonly fieldManager: string;
  readonly #unit: string;

  /**
   * @param namespace - where parents are kept.
   * @param fieldManager - under which members are applied.
   */
  constructor(unit: string, namespace: string, fieldManager: string) {
    this.#unit = unit;
    this.fieldManager = fieldManager;
    this.parent = {
      group: '',
      kind: 'ConfigMap',
      namespace,
      name: parentName(unit),
    };
    this.id = applySetId(this.parent);
  }

  /** A declared object, marked as a member. */
  member(object: Resource): Resource {
    const metadata = objectAt(object, 'metadata') ?? {};
    const labels = objectAt(metadata, 'labels') ?? {};
    return {
      ...object,
      metadata: { ...metadata, labels: { ...labels, [partOfLabel]: this.id } },
    };
  }

  /**
   * Whether an object was applied as a member. Labels get copied: what counts
   * is that the label was written by our own applying.
   */
  owns(object: Resource): boolean {
    return (
      applySetOf(object) === this.id && isLabelledBy(object, this.fieldManager)
    );
  }

  parentObject(parent: Omit<ApplySetParent, 'unit'>): Resource {
    const { namespace, name } = this.parent;
    return {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name,
        namespace,
        labels: { [idLabel]: this.id },
        annotations: {
          [toolingAnnotation]: tooling,
          [groupKindsAnnotation]: [...parent.groupKinds].sort().join(','),
          [namespacesAnnotation]: [...parent.namespaces].sort().join(','),
          [unitAnnotation]: this.#unit,
          ...(parent.revision !== undefined && {
            [revisionAnnotation]: parent.revision,
          }),
          ...(parent.content !== undefined && {
            [contentAnnotation]: parent.content,
          }),
        },
      },
      ...(parent.applied !== undefined && {
        data: { [appliedKey]: [...parent.applied].sort().join('\n') },
      }),
    };
  }

  /** `undefined` where the object isn't this set's parent. */
  readParent(object: Resource | undefined): ApplySetParent | undefined {
    if (object === undefined) return undefined;
    const labels = textsAt(object, 'metadata', 'labels');
    const annotations = textsAt(object, 'metadata', 'annotations');
    if (labels[idLabel] !== this.id) return undefined;
    const applied = textsAt(object, 'data')[appliedKey];
    return {
      unit: this.#unit,
      groupKinds: split(annotations[groupKindsAnnotation]),
      namespaces: split(annotations[namespacesAnnotation]),
      revision: textAt(annotations, revisionAnnotation),
      content: textAt(annotations, contentAnnotation),
      ...(applied !== undefined && {
        applied: applied.split('\n').filter(line => line !== ''),
      }),
    };
  }
}

/** The unit whose parent an object is, its members' label and their kinds. */
export function unitOfParent(object: Resource):
  | {
      readonly unit: string;
      readonly id: string;
      readonly groupKinds: readonly string[];
    }
  | undefined {
  const id = textAt(object, 'metadata', 'labels', idLabel);
  const annotations = textsAt(object, 'metadata', 'annotations');
  const unit = textAt(annotations, unitAnnotation);
  if (id === undefined || unit === undefined) return undefined;
  return { unit, id, groupKinds: split(annotations[groupKindsAnnotation]) };
}

/** The set that an object is labelled to be a member of. */
export function applySetOf(object: Resource): string | undefined {
  return textAt(object, 'metadata', 'labels', partOfLabel);
}

function isLabelledBy(object: Resource, fieldManager: string): boolean {
  return listAt(object, 'metadata', 'managedFields').some(
    entry =>
      textAt(entry, 'manager') === fieldManager &&
      textAt(entry, 'operation') === 'Apply' &&
      objectAt(
        entry,
        ...['fieldsV1', 'f:metadata', 'f:labels', `f:${partOfLabel}`],
      ) !== undefined,
  );
}

function split(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
    .sort();
}

/** As the specification has it, so that nobody can claim another's id. */
function applySetId(parent: ResourceRef): string {
  const { name, namespace, kind, group } = parent;
  const hash = createHash('sha256')
    .update([name, namespace, kind, group].join('.'))
    .digest('base64url');
  return `applyset-${hash}-v1`;
}

/** Readable as far as a name may be, and unique by what follows. */
function parentName(unit: string): string {
  const hash = createHash('sha256').update(unit).digest('hex').slice(0, 12);
  const words = unit
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(-40)
    .replace(/^-+|-+$/g, '');
  return `gitops-${words === '' ? '' : `${words}-`}${hash}`;
}

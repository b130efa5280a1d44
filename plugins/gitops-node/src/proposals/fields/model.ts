import { ProposalPlace } from '@backstage-gitops/plugin-gitops-common';
import { FieldSegment } from '../../manifests/fieldPath';
import { Resource, ResourceRef } from '../../manifests/Resource';
import { Discovery, DiscoveryInput } from '../../discovery/model';
import { EditResult } from '../edit/EditResult';
import { FieldEdit } from '../edit/editField';

/** A field of an object that a unit declares, and what is done to it. */
export interface FieldChange {
  readonly unit: string;
  readonly resource: ResourceRef;
  readonly segments: readonly FieldSegment[];
  /** As {@link FieldChange.segments} are written for a person. */
  readonly field: string;
  readonly edit: FieldEdit;
}

/** An edit of one file, which may not be there yet. @public */
export interface FileEdit {
  readonly branch: string;
  readonly file: string;
  readonly edit: (text: string | undefined) => EditResult;
}

/**
 * A way to write a change: where, and by which edit. `isCertain` where the
 * unit's own composition shows that it comes to the change and nothing else;
 * else only a render tells.
 */
export interface FieldWay extends FileEdit {
  readonly line?: number;
  readonly isCertain: boolean;
  /** Others that take the field from the same place. */
  readonly affects: ProposalPlace['affects'];
}

/** What ways are looked for in. */
export interface FieldContext {
  readonly input: DiscoveryInput;
  readonly discovery: Discovery;
  /** The units that are asked to change. */
  readonly units: ReadonlySet<string>;
  /** What units are rendered to now, as far as that could be done. */
  readonly rendered: ReadonlyMap<string, readonly Resource[]>;
}

/** The ways that there are, or why there is none. */
export interface FoundWays {
  readonly ways: readonly FieldWay[];
  /** For a person: why nothing of it can be edited, and what to do. */
  readonly refusal?: string;
}

import {
  EngineCondition,
  EngineRevision,
} from '@backstage-gitops/plugin-gitops-common';
import { ResourceRef } from '../../../manifests/Resource';
import { FluxReadiness } from './readiness';

/** What Flux's objects have in common, in whichever version they are served. @public */
export interface FluxObjectBase {
  readonly ref: ResourceRef & { readonly namespace: string };
  readonly readiness: FluxReadiness;
  readonly conditions: readonly EngineCondition[];
  /** Set while it is suspended; who did it and why, where that was noted. */
  readonly suspended?: {
    readonly by?: string;
    readonly reason?: string;
    readonly since?: string;
  };
  /** The Kustomization that applied it, as its labels tell. */
  readonly appliedBy?: ResourceRef & { readonly namespace: string };
  /** Of the last reconciliation that was asked for, and of the last one done. */
  readonly requestedAt?: string;
  readonly handledAt?: string;
}

/** @public */
export type FluxRef = ResourceRef & { readonly namespace: string };

/** @public */
export interface FluxKustomization extends FluxObjectBase {
  readonly kind: 'Kustomization';
  /** Within its source, `''` for all of it. */
  readonly path: string;
  readonly source?: FluxRef;
  readonly dependsOn: readonly FluxRef[];
  readonly targetNamespace?: string;
  /** Whether it applies to another cluster than the one it is in. */
  readonly isRemote: boolean;
  readonly attempted?: EngineRevision;
  readonly applied?: EngineRevision;
  /** Absent before it was first applied. */
  readonly inventory?: readonly ResourceRef[];
  readonly history: readonly {
    readonly revision?: EngineRevision;
    readonly status?: string;
  }[];
}

/** One release of a HelmRelease's history. @public */
export interface FluxRelease {
  readonly name: string;
  readonly namespace: string;
  readonly version: number;
  readonly chartName?: string;
  readonly chartVersion?: string;
  readonly appVersion?: string;
  readonly status?: string;
  readonly lastDeployed?: string;
}

/** @public */
export interface FluxHelmRelease extends FluxObjectBase {
  readonly kind: 'HelmRelease';
  /** Of the chart: a HelmChart, or an OCIRepository. */
  readonly chart?: FluxRef;
  /** Where the chart comes from, where that is told. */
  readonly source?: FluxRef;
  /** Within its source. */
  readonly chartPath?: string;
  readonly dependsOn: readonly FluxRef[];
  readonly targetNamespace?: string;
  readonly isRemote: boolean;
  readonly releaseName: string;
  readonly storageNamespace: string;
  readonly detectsDrift: boolean;
  readonly correctsDrift: boolean;
  readonly attempted?: EngineRevision;
  /** Newest first; empty where none is told. */
  readonly history: readonly FluxRelease[];
}

/** @public */
export interface FluxSource extends FluxObjectBase {
  readonly kind:
    | 'GitRepository'
    | 'OCIRepository'
    | 'HelmRepository'
    | 'HelmChart'
    | 'Bucket'
    | 'ExternalArtifact';
  readonly url?: string;
  readonly branch?: string;
  /** Of a HelmChart. */
  readonly source?: FluxRef;
  /** What it has fetched. */
  readonly fetched?: EngineRevision;
}

/** @public */
export interface FluxImageObject extends FluxObjectBase {
  readonly kind: 'ImageRepository' | 'ImagePolicy' | 'ImageUpdateAutomation';
  /** The newest image that a policy allows. */
  readonly latest?: {
    readonly name: string;
    readonly tag?: string;
    readonly digest?: string;
  };
  /** That a repository scans. */
  readonly image?: string;
  /** That an automation pushed last. */
  readonly pushed?: EngineRevision;
}

/** @public */
export interface FluxResourceSet extends FluxObjectBase {
  readonly kind: 'ResourceSet';
  readonly inventory?: readonly ResourceRef[];
  readonly applied?: EngineRevision;
}

/** What deploys something. @public */
export type FluxApplier = FluxKustomization | FluxHelmRelease;

/** @public */
export type FluxObject =
  | FluxApplier
  | FluxSource
  | FluxImageObject
  | FluxResourceSet;

export function isApplier(object: FluxObject): object is FluxApplier {
  return object.kind === 'Kustomization' || object.kind === 'HelmRelease';
}

/** `ns/name`, as Flux itself names what it waits for. */
export function nameOf({ namespace, name }: ResourceRef): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

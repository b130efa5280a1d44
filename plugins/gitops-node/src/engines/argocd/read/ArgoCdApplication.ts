import {
  EngineCondition,
  EngineOperation,
  EngineRevision,
  Health,
  Sync,
} from '@backstage-gitops/plugin-gitops-common';
import { IgnoreRule } from '../../../drift/model';
import { ResourceRef } from '../../../manifests/Resource';

/** Where an Application's manifests come from, one of its sources. @public */
export interface ArgoCdSource {
  readonly url: string;
  /** Within the repository, `''` for all of it. */
  readonly path: string;
  readonly chart?: string;
  /** Other sources take values of it; it deploys nothing itself. */
  readonly isReference?: true;
  /** A branch, tag, commit or version, as written; absent for `HEAD`. */
  readonly targetRevision?: string;
}

/** A deployment that Argo CD remembers; a revision for each source. @public */
export interface ArgoCdDeployment {
  readonly revisions: readonly EngineRevision[];
  readonly startedAt?: string;
  /** Absent where Argo CD did it by itself, or doesn't tell. */
  readonly by?: string;
}

/** A resource as the Application lists it. @public */
export interface ArgoCdResource extends ResourceRef {
  readonly version?: string;
  readonly status: Sync['state'];
  /** Only told before 3.0. */
  readonly health?: Health;
  readonly isHook: boolean;
  /** Git declares it no longer, and a sync with pruning would delete it. */
  readonly requiresPruning: boolean;
}

/** Manifests that are rendered to another branch before they are deployed. @public */
export interface ArgoCdHydration {
  /** Of the dry source: seen, and rendered last. */
  readonly seen?: EngineRevision;
  readonly hydrated?: { readonly dry: EngineRevision; readonly wet?: string };
  /** Why it failed, where it did. */
  readonly failure?: string;
  readonly isRunning: boolean;
}

/** An Application as it says it is, in any version of its API. @public */
export interface ArgoCdApplication {
  readonly instance: string;
  readonly name: string;
  readonly namespace: string;
  readonly project: string;
  /** Another one for another object of the name. */
  readonly uid?: string;
  readonly resourceVersion: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The ApplicationSet that made it. */
  readonly applicationSet?: string;
  readonly isDeleting: boolean;
  readonly destination: {
    readonly name?: string;
    readonly server?: string;
    readonly namespace?: string;
  };
  /** In their order; what only other sources refer to is among them. */
  readonly sources: readonly ArgoCdSource[];
  readonly hydration?: ArgoCdHydration;
  readonly automated?: { readonly prune: boolean; readonly selfHeal: boolean };
  /** Told to be left alone. */
  readonly isSkipped: boolean;
  readonly sync: Sync;
  readonly health: Health;
  /** Compared with last; a revision for each source. */
  readonly revisions: readonly EngineRevision[];
  readonly operation?: EngineOperation & {
    readonly revisions: readonly EngineRevision[];
    /** It was asked for some resources alone, or leaves out what is in sync. */
    readonly isPartial?: boolean;
    /** What it has applied. */
    readonly resources: readonly ResourceRef[];
    /** What is listed is of before it had ended. */
    readonly isUncompared?: boolean;
    /** It has failed before, and waits to be tried again. */
    readonly isRetried?: boolean;
  };
  /** Newest first. */
  readonly history: readonly ArgoCdDeployment[];
  /** Argo CD is told to remember no deployment. */
  readonly isForgetful?: boolean;
  readonly conditions: readonly EngineCondition[];
  readonly resources: readonly ArgoCdResource[];
  readonly images: readonly string[];
  /** What Argo CD is told to leave alone. */
  readonly ignored: readonly IgnoreRule[];
  readonly reconciledAt?: string;
}

/** Names an Application among those of one instance. */
export function applicationKey(application: {
  readonly namespace: string;
  readonly name: string;
}): string {
  return `${application.namespace}/${application.name}`;
}

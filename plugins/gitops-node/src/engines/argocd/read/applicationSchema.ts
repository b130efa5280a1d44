import { z } from 'zod';
import {
  flag,
  listOf,
  number,
  optionalPart,
  part,
  present,
  text,
  texts,
} from '../../tolerant';

const sourceSchema = z.object({
  repoURL: z.string().min(1),
  path: text,
  chart: text,
  ref: text,
  targetRevision: text,
});

const initiatedBy = part({ username: text, automated: flag });

const hydrationSchema = optionalPart({
  phase: text,
  message: text,
  drySHA: text,
  hydratedSHA: text,
});

/** What is read of an Application; whatever isn't as it should be is left out. */
export const applicationSchema = z.object({
  metadata: z.object({
    name: z.string().min(1),
    // Before 2.5 there was but one.
    namespace: z.string().min(1).catch('argocd'),
    uid: text,
    resourceVersion: z.string().catch(''),
    labels: texts,
    annotations: texts,
    ownerReferences: listOf(z.object({ kind: z.string(), name: z.string() })),
    deletionTimestamp: present,
  }),
  spec: part({
    project: text,
    revisionHistoryLimit: number,
    destination: part({ name: text, server: text, namespace: text }),
    source: sourceSchema.optional().catch(undefined),
    sources: listOf(sourceSchema),
    sourceHydrator: optionalPart({
      drySource: sourceSchema,
      syncSource: part({ targetBranch: text, path: text }),
    }),
    ignoreDifferences: listOf(
      z.object({
        group: z.string().catch(''),
        kind: z.string().min(1),
        name: text,
        namespace: text,
        jsonPointers: listOf(z.string()),
        jqPathExpressions: listOf(z.string()),
        managedFieldsManagers: listOf(z.string()),
      }),
    ),
    syncPolicy: part({
      automated: optionalPart({
        prune: flag,
        selfHeal: flag,
        // Since 3.1; absent means true.
        enabled: z.boolean().optional().catch(undefined),
      }),
    }),
  }),
  status: part({
    sync: part({ status: text, revision: text, revisions: listOf(z.string()) }),
    health: part({ status: text, message: text }),
    reconciledAt: text,
    conditions: listOf(
      z.object({
        type: z.string().min(1),
        message: text,
        lastTransitionTime: text,
      }),
    ),
    history: listOf(
      z.object({
        revision: text,
        revisions: listOf(z.string()),
        deployedAt: text,
        deployStartedAt: text,
        initiatedBy,
      }),
    ),
    resources: listOf(
      z.object({
        group: z.string().catch(''),
        version: text,
        kind: z.string().min(1),
        namespace: text,
        name: z.string().min(1),
        status: text,
        health: optionalPart({ status: text, message: text }),
        hook: flag,
        requiresPruning: flag,
      }),
    ),
    summary: part({ images: listOf(z.string()) }),
    sourceHydrator: part({
      currentOperation: hydrationSchema,
      lastSuccessfulOperation: hydrationSchema,
    }),
    operationState: optionalPart({
      phase: text,
      message: text,
      startedAt: text,
      finishedAt: text,
      retryCount: number,
      operation: part({
        initiatedBy,
        sync: part({
          dryRun: flag,
          // Absent where all is synced.
          resources: listOf(z.unknown()),
          syncOptions: listOf(z.string()),
        }),
      }),
      syncResult: part({
        revision: text,
        revisions: listOf(z.string()),
        resources: listOf(
          z.object({
            group: z.string().catch(''),
            kind: z.string().min(1),
            namespace: text,
            name: z.string().min(1),
            status: text,
            hookType: text,
          }),
        ),
      }),
    }),
  }),
});

export type ReadApplication = z.output<typeof applicationSchema>;

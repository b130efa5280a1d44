import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Resource } from '../../../manifests/Resource';
import {
  FluxHelmRelease,
  FluxObjectBase,
  FluxRelease,
  FluxRef,
} from './FluxObject';
import { sourceGroup } from './fluxKinds';
import { normalPath } from './readKustomization';
import {
  dependencies,
  dependsOnSchema,
  referenceSchema,
  sourceReference,
} from './references';
import { FluxReadiness } from './readiness';
import { readRevision } from './revision';
import { listOf, number, part, present, text } from '../../tolerant';

const schema = z.object({
  spec: part({
    chart: part({
      spec: part({ chart: text, sourceRef: referenceSchema }),
    }),
    chartRef: referenceSchema,
    dependsOn: dependsOnSchema,
    releaseName: text,
    targetNamespace: text,
    storageNamespace: text,
    kubeConfig: present,
    driftDetection: part({ mode: text }),
  }),
  status: part({
    helmChart: text,
    storageNamespace: text,
    lastAttemptedRevision: text,
    lastAppliedRevision: text,
    lastReleaseRevision: number,
    history: listOf(
      z.object({
        name: z.string().min(1),
        namespace: z.string().min(1),
        version: z.number().int().positive(),
        chartName: text,
        chartVersion: text,
        appVersion: text,
        status: text,
        lastDeployed: text,
      }),
    ),
  }),
});

type Read = z.output<typeof schema>;

export function readHelmRelease(
  object: Resource,
  base: FluxObjectBase,
): FluxHelmRelease {
  const read = schema.parse(object);
  const { spec, status } = read;
  const { ref } = base;
  const chart = chartOf(read, ref);
  const template = spec.chart.spec;
  const source = sourceReference(template.sourceRef, ref.namespace);
  const { lastAttemptedRevision: attempted } = status;
  return {
    ...base,
    kind: 'HelmRelease',
    readiness: toldByRelease(base),
    ...(chart !== undefined && { chart }),
    ...(source !== undefined && { source }),
    ...(template.chart !== undefined && {
      chartPath: normalPath(template.chart),
    }),
    dependsOn: dependencies(spec.dependsOn, ref),
    ...(spec.targetNamespace !== undefined && {
      targetNamespace: spec.targetNamespace,
    }),
    isRemote: spec.kubeConfig,
    releaseName: releaseNameOf(spec, ref.name),
    storageNamespace:
      status.storageNamespace ?? spec.storageNamespace ?? ref.namespace,
    detectsDrift: ['enabled', 'warn'].includes(spec.driftDetection.mode ?? ''),
    correctsDrift: spec.driftDetection.mode === 'enabled',
    ...(attempted !== undefined && { attempted: readRevision(attempted) }),
    history: historyOf(read, ref),
  };
}

/** Once Flux has given up, it says how often it tried; Helm says why in vain. */
function toldByRelease({
  readiness,
  conditions,
}: FluxObjectBase): FluxReadiness {
  if (readiness.isStalled !== true) return readiness;
  const failed = ['Released', 'Ready']
    .map(type => conditions.find(condition => condition.type === type))
    .find(condition => condition?.status === 'False');
  const message = failed?.message;
  return message === undefined ? readiness : { ...readiness, message: message };
}

/** `status.helmChart` is `namespace/name` of the HelmChart that was made of it. */
function chartOf({ spec, status }: Read, { namespace }: FluxRef) {
  const referenced = sourceReference(spec.chartRef, namespace);
  const [chartNamespace, name] = status.helmChart?.split('/') ?? [];
  if (referenced !== undefined || !chartNamespace || !name) return referenced;
  return {
    group: sourceGroup,
    kind: 'HelmChart',
    namespace: chartNamespace,
    name,
  };
}

/** Before v2beta2 only the last release was told, by its number. */
function historyOf({ spec, status }: Read, ref: FluxRef): FluxRelease[] {
  if (status.history.length > 0) {
    return status.history.sort((a, b) => b.version - a.version);
  }
  const { lastReleaseRevision, lastAppliedRevision } = status;
  if (lastReleaseRevision === undefined || lastReleaseRevision < 1) return [];
  return [
    {
      name: releaseNameOf(spec, ref.name),
      namespace: spec.targetNamespace ?? ref.namespace,
      version: lastReleaseRevision,
      ...(lastAppliedRevision !== undefined && {
        chartVersion: lastAppliedRevision,
      }),
    },
  ];
}

/** Longer names can't be a release's. */
const maximumName = 53;

/**
 * The release's name where the object gives none: its own, after the namespace
 * that it is released to where that is told; shortened as Flux does it.
 */
function releaseNameOf(spec: Read['spec'], name: string): string {
  if (spec.releaseName !== undefined) return spec.releaseName;
  const { targetNamespace } = spec;
  const whole =
    targetNamespace === undefined ? name : `${targetNamespace}-${name}`;
  if (whole.length <= maximumName) return whole;
  const digest = createHash('sha256').update(whole).digest('hex').slice(0, 12);
  return `${whole.slice(0, maximumName - 13)}-${digest}`;
}

import { z } from 'zod';
import { Resource } from '../../../manifests/Resource';
import { FluxObjectBase, FluxSource } from './FluxObject';
import { referenceSchema, sourceReference } from './references';
import { readRevision } from './revision';
import { optionalPart, part, text, texts } from '../../tolerant';

const schema = z.object({
  spec: part({
    url: text,
    ref: part({ branch: text }),
    sourceRef: referenceSchema,
  }),
  status: part({
    artifact: optionalPart({
      revision: z.string().min(1),
      lastUpdateTime: text,
      metadata: texts,
    }),
    /** Of a HelmChart: the revision of what it was made of. */
    observedSourceArtifactRevision: text,
  }),
});

/** The commit that an OCI artifact was made of, by who pushed it. */
const originKey = 'org.opencontainers.image.revision';

export function readSource(
  object: Resource,
  base: FluxObjectBase,
  kind: FluxSource['kind'],
): FluxSource {
  const { spec, status } = schema.parse(object);
  const source = sourceReference(spec.sourceRef, base.ref.namespace);
  const fetched = fetchedOf(status);
  return {
    ...base,
    kind,
    ...(spec.url !== undefined && { url: withoutCredentials(spec.url) }),
    ...(spec.ref.branch !== undefined && { branch: spec.ref.branch }),
    ...(source !== undefined && { source }),
    ...(fetched !== undefined && { fetched }),
  };
}

function fetchedOf({
  artifact,
  observedSourceArtifactRevision: made,
}: z.output<typeof schema>['status']) {
  if (artifact === undefined) return undefined;
  const { revision, lastUpdateTime, metadata } = artifact;
  const told = readRevision(revision, lastUpdateTime);
  const { commit } = readRevision(metadata[originKey] ?? made ?? '');
  return told.commit === undefined && commit !== undefined
    ? { ...told, commit }
    : told;
}

function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
}

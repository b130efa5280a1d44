import { ServiceUnavailableError } from '@backstage/errors';
import { z } from 'zod';
import { Resource } from '../manifests/Resource';
import { ResourceType } from './ClusterClient';
import { groupVersion } from './parseDiscovery';

const namedSchema = z.object({
  metadata: z.object({ name: z.string().min(1) }),
});

const listSchema = z.object({
  metadata: z
    .object({
      resourceVersion: z.string().default(''),
      continue: z.string().optional(),
    })
    .default({ resourceVersion: '' }),
  items: z.array(z.record(z.string(), z.unknown())).nullable(),
});

const recordSchema = z.record(z.string(), z.unknown());

/** One page of a list. */
export interface ListPage {
  readonly items: readonly Resource[];
  readonly resourceVersion: string;
  readonly continue: string | undefined;
}

/** Throws where the answer is no list of named objects. */
export function parseList(answer: unknown, type: ResourceType): ListPage {
  const list = listSchema.safeParse(answer);
  if (!list.success) {
    throw new ServiceUnavailableError(
      `A list of ${type.kind} was answered with something else`,
    );
  }
  const { metadata, items } = list.data;
  return {
    items: (items ?? []).map(item => parseObject(item, type)),
    resourceVersion: metadata.resourceVersion,
    continue: metadata.continue || undefined,
  };
}

/**
 * An object with its apiVersion and kind, which items of a list may lack.
 * Throws where it has no name.
 */
export function parseObject(
  value: unknown,
  type: Pick<ResourceType, 'group' | 'version' | 'kind'>,
): Resource {
  if (!namedSchema.safeParse(value).success) {
    throw new ServiceUnavailableError(
      `A ${type.kind} was answered with something that has no name`,
    );
  }
  const heading = {
    apiVersion: groupVersion(type.group, type.version),
    kind: type.kind,
  };
  return { ...heading, ...recordSchema.parse(value), ...heading };
}

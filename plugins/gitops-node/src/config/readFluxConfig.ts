import { EngineObject } from '@backstage-gitops/plugin-gitops-common';
import { Config } from '@backstage/config';
import { z } from 'zod';
import { parseConfig } from './parseConfig';

/** @public */
export interface FluxConfig {
  /** The page of one of Flux's objects, where there is a portal for them. */
  readonly linkOf: (
    cluster: string,
    object: EngineObject,
  ) => string | undefined;
}

const placeholder = /\{(cluster|group|kind|namespace|name)\}/g;

const schema = z
  .strictObject({
    link: z.string().superRefine(refuseTemplate).optional(),
  })
  .prefault({});

/**
 * Reads `gitops.engines.flux`, which may be absent. Throws an InputError that
 * names the key and what is wrong with it.
 *
 * @public
 */
export function readFluxConfig(config: Config): FluxConfig {
  const { link } = parseConfig(schema, 'gitops.engines.flux', config);
  return {
    linkOf: (cluster, object) =>
      link?.replace(placeholder, (_, key: string) =>
        encodeURIComponent(partOf(key, cluster, object)),
      ),
  };
}

function partOf(key: string, cluster: string, object: EngineObject): string {
  switch (key) {
    case 'cluster':
      return cluster;
    case 'group':
      return object.group;
    case 'kind':
      return object.kind;
    case 'namespace':
      return object.namespace ?? '';
    default:
      return object.name;
  }
}

function refuseTemplate(link: string, context: z.RefinementCtx<string>): void {
  const refuse = (message: string) =>
    context.addIssue({ code: 'custom', message });
  const origins = ['a', 'b'].map(filling => {
    const filled = link.replace(placeholder, filling);
    if (!URL.canParse(filled)) return undefined;
    const { protocol, origin, username, password } = new URL(filled);
    const isPage = protocol === 'https:' || protocol === 'http:';
    return isPage && !username && !password ? origin : undefined;
  });
  if (origins.includes(undefined)) {
    refuse('must be a URL that begins with https:// or http://');
  } else if (origins[0] !== origins[1]) {
    refuse('must not have a placeholder in its host');
  }
}

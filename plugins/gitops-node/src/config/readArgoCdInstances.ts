import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import {
  ArgoCdCredentials,
  ArgoCdInstance,
} from '../engines/argocd/ArgoCdInstance';
import {
  ArgoCdEntry,
  argoCdInstancesSchema,
  argoCdLocatorsSchema,
  isLocal,
} from './argoCdSchema';
import { parseConfig } from './parseConfig';

const ownKey = 'gitops.engines.argocd.instances';
const locatorsKey = 'argocd.appLocatorMethods';

/**
 * Reads `gitops.engines.argocd.instances` and Backstage's own
 * `argocd.appLocatorMethods` of type `config`. An instance that both name is
 * ours. A locator's username and password go for its instances that have no
 * credentials themselves.
 *
 * Throws an InputError that names the key and what is wrong with it, one line
 * for each mistake; it never repeats an address or a credential.
 *
 * @public
 */
export function readArgoCdInstances(config: Config): readonly ArgoCdInstance[] {
  const own = readOwn(config);
  const names = new Set(own.map(({ name }) => name));
  const others = readLocators(config).filter(({ name }) => !names.has(name));
  refuseRepeated(others, locatorsKey);
  return [...own, ...others];
}

function readOwn(config: Config): readonly ArgoCdInstance[] {
  const entries = parseConfig(argoCdInstancesSchema, ownKey, config);
  refuseRepeated(entries, ownKey);
  return entries.map((entry, index) => {
    const { name, url, frontendUrl, caFile, clusters } = entry;
    const credentials = credentialsOf(entry);
    const timeoutMs = timeoutOf(entry, index, config);
    return {
      ...{ name, url },
      ...(credentials !== undefined && { credentials }),
      ...(frontendUrl !== undefined && { frontendUrl }),
      ...(caFile !== undefined && { caFile }),
      clusters: clusters.map(each => ({
        cluster: each.name,
        destination: each.destination,
      })),
      ...(timeoutMs !== undefined && { timeoutMs }),
    };
  });
}

function readLocators(config: Config): readonly ArgoCdInstance[] {
  const locators = parseConfig(argoCdLocatorsSchema, locatorsKey, config);
  return locators.flatMap((locator, index) => {
    if (locator.type !== 'config') return [];
    return locator.instances.map((instance, place) => {
      const { name, url, frontendUrl } = instance;
      const credentials = credentialsOf(instance) ?? credentialsOf(locator);
      const key = `${locatorsKey}[${index}].instances[${place}]`;
      refuseClearText(key, url, credentials);
      return {
        ...{ name, url, clusters: [] },
        ...(credentials !== undefined && { credentials }),
        ...(frontendUrl !== undefined && { frontendUrl }),
      };
    });
  });
}

function credentialsOf(entry: {
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
}): ArgoCdCredentials | undefined {
  const { token, username, password } = entry;
  if (token !== undefined) return { type: 'token', token };
  if (username === undefined || password === undefined) return undefined;
  return { type: 'user', username, password };
}

function refuseClearText(
  key: string,
  url: string,
  credentials: ArgoCdCredentials | undefined,
): void {
  if (credentials === undefined || !url.startsWith('http:') || isLocal(url)) {
    return;
  }
  throw new InputError(
    `${key}.url would get its credentials in clear text; use https`,
  );
}

function timeoutOf(
  entry: ArgoCdEntry,
  index: number,
  config: Config,
): number | undefined {
  if (entry.timeout === undefined) return undefined;
  const key = `${ownKey}[${index}].timeout`;
  let milliseconds: number;
  try {
    milliseconds = durationToMilliseconds(
      readDurationFromConfig(config.getConfigArray(ownKey)[index], {
        key: 'timeout',
      }),
    );
  } catch {
    throw new InputError(`${key} is not a duration such as '30s'`);
  }
  if (milliseconds >= 100 && milliseconds <= 600_000) return milliseconds;
  throw new InputError(`${key} must be between 100 ms and 10 minutes`);
}

function refuseRepeated(
  entries: readonly { readonly name: string }[],
  key: string,
): void {
  const seen = new Set<string>();
  for (const { name } of entries) {
    if (seen.has(name)) {
      throw new InputError(`${key} has two instances called '${name}'`);
    }
    seen.add(name);
  }
}

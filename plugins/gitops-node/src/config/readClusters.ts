import {
  EngineMode,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { ClusterConnection } from '../clusters/ClusterConnection';
import {
  builtinEngineSchema,
  ClusterEntry,
  clustersSchema,
} from './clustersSchema';
import { parseConfig } from './parseConfig';

/**
 * A cluster as configured, with what `gitops.engines.builtin` says for those
 * that don't say it themselves.
 *
 * @public
 */
export interface ClusterConfig {
  readonly name: string;
  /** Other names that repositories use for it. */
  readonly aliases: readonly string[];
  /** Whose units come here where they name no cluster. */
  readonly environments: readonly string[];
  readonly connection: ClusterConnection;
  /** Found out where absent. */
  readonly engine?: 'flux' | 'builtin';
  readonly mode: EngineMode;
  /** Corrects drift; only in mode `auto`. */
  readonly selfHeal: boolean;
  readonly comparison: UnitObservation['comparison'];
  /** Under which name the built-in engine applies. */
  readonly fieldManager: string;
  /** Where to look if all namespaces may not be read. */
  readonly namespaces: readonly string[];
  /** Of one request with all its retries. */
  readonly timeoutMs?: number;
}

/**
 * Reads `gitops.clusters` and `gitops.engines.builtin`. Both may be absent.
 *
 * Throws an InputError that names the key and what is wrong with it, one line
 * for each mistake; it never repeats an address or a token.
 *
 * @public
 */
export function readClusters(config: Config): readonly ClusterConfig[] {
  const defaults = parseConfig(
    builtinEngineSchema,
    'gitops.engines.builtin',
    config,
  );
  const entries = parseConfig(clustersSchema, 'gitops.clusters', config);
  refuseAmbiguousNames(entries);
  return entries.map((entry, index) => {
    const { name, aliases, environments, namespaces, engine } = entry;
    const mode = entry.mode ?? defaults.mode;
    if (entry.selfHeal && mode !== 'auto') {
      throw new InputError(
        `gitops.clusters[${index}].selfHeal has no effect in mode ${mode}; it goes with mode auto`,
      );
    }
    const timeoutMs = timeoutOf(entry, index, config);
    return {
      ...{ name, aliases, environments, namespaces, mode },
      ...(engine !== undefined && { engine }),
      connection: connectionOf(entry),
      selfHeal: mode === 'auto' && (entry.selfHeal ?? defaults.selfHeal),
      comparison: entry.comparison ?? defaults.comparison,
      fieldManager: defaults.fieldManager,
      ...(timeoutMs !== undefined && { timeoutMs }),
    };
  });
}

function connectionOf(entry: ClusterEntry): ClusterConnection {
  const { name, server, kubeconfig, context, kubernetesPlugin } = entry;
  if (server !== undefined) {
    const { caData, caFile, token, tokenFile, skipTLSVerify = false } = entry;
    return {
      ...{ type: 'server', url: server, skipTLSVerify },
      ...(caData !== undefined && { caData }),
      ...(caFile !== undefined && { caFile }),
      ...(token !== undefined && { token }),
      ...(tokenFile !== undefined && { tokenFile }),
    };
  }
  if (kubeconfig !== undefined) {
    return {
      ...{ type: 'kubeconfig', file: kubeconfig },
      ...(context !== undefined && { context }),
    };
  }
  return {
    type: 'kubernetesPlugin',
    cluster: typeof kubernetesPlugin === 'string' ? kubernetesPlugin : name,
  };
}

function timeoutOf(
  entry: ClusterEntry,
  index: number,
  config: Config,
): number | undefined {
  if (entry.timeout === undefined) return undefined;
  const key = `gitops.clusters[${index}].timeout`;
  let milliseconds: number;
  try {
    const cluster = config.getConfigArray('gitops.clusters')[index];
    milliseconds = durationToMilliseconds(
      readDurationFromConfig(cluster, { key: 'timeout' }),
    );
  } catch {
    throw new InputError(`${key} is not a duration such as '30s'`);
  }
  // What a timer can hold, and less than any session lasts.
  if (milliseconds >= 100 && milliseconds <= 600_000) return milliseconds;
  throw new InputError(`${key} must be between 100 ms and 10 minutes`);
}

function refuseAmbiguousNames(entries: readonly ClusterEntry[]): void {
  const owners = new Map<string, string>();
  for (const { name, aliases } of entries) {
    for (const word of new Set([name, ...aliases])) {
      const owner = owners.get(word);
      if (owner !== undefined) {
        throw new InputError(
          `gitops.clusters uses '${word}' for both '${owner}' and '${name}'`,
        );
      }
      owners.set(word, name);
    }
  }
}

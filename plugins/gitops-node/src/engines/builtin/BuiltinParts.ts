import { EngineMode, Unit } from '@backstage-gitops/plugin-gitops-common';
import { ClusterClient } from '../../clusters/ClusterClient';
import { BuiltinEngineOptions } from './BuiltinEngineOptions';
import { ClusterSchemas } from './observe/ClusterSchemas';
import { UnitComparison } from './observe/UnitComparison';
import { UnitSync } from './sync/UnitSync';

/** What the engine is made of, with everything that was left out filled in. */
export interface BuiltinParts {
  readonly client: ClusterClient;
  readonly cluster: string;
  readonly mode: EngineMode;
  readonly modeOf: (unit: Unit) => EngineMode;
  readonly selfHeal: boolean;
  readonly namespaces?: readonly string[];
  readonly debounce: number;
  readonly now: () => Date;
  readonly logger: BuiltinEngineOptions['logger'];
  readonly schemas: ClusterSchemas;
  readonly comparison: UnitComparison;
  readonly unitSync: UnitSync;
}

const defaultNamespace = 'backstage-gitops';
const defaultFieldManager = 'backstage-gitops';
const defaultDebounce = 250;

export function builtinParts(options: BuiltinEngineOptions): BuiltinParts {
  const { client, logger } = options;
  const namespaces =
    options.namespaces !== undefined && options.namespaces.length > 0
      ? options.namespaces
      : undefined;
  const applySetNamespace =
    options.applySetNamespace ?? namespaces?.[0] ?? defaultNamespace;
  const fieldManager = options.fieldManager ?? defaultFieldManager;
  const now = options.now ?? (() => new Date());
  const mode = options.mode ?? 'observe';
  const schemas = new ClusterSchemas(client, now);
  const comparison = new UnitComparison({
    client,
    schemas,
    comparison: options.comparison ?? 'readOnly',
    rules: options.rules ?? [],
    disabledRules: options.disabledRules ?? [],
    unmanaged: options.unmanaged ?? false,
    fieldManager,
  });
  const unitSync = new UnitSync({
    client,
    schemas,
    comparison,
    fieldManager,
    applySetNamespace,
    namespaces,
  });
  return {
    client,
    cluster: options.cluster ?? client.name,
    mode,
    modeOf: options.modeOf ?? (() => mode),
    selfHeal: options.selfHeal ?? true,
    namespaces,
    debounce: options.debounce ?? defaultDebounce,
    now,
    logger,
    schemas,
    comparison,
    unitSync,
  };
}

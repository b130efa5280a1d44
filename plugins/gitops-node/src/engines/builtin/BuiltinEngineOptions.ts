import { EngineMode, Unit } from '@backstage-gitops/plugin-gitops-common';
import { ClusterClient } from '../../clusters/ClusterClient';
import { IgnoreRule } from '../../drift/model';

/** @public */
export interface BuiltinEngineOptions {
  readonly client: ClusterClient;
  /** The configured name; the client's where absent. */
  readonly cluster?: string;
  /** `observe` where absent. */
  readonly mode?: EngineMode;
  /**
   * Of a unit, where that is not `mode` for all. One that another engine applies
   * must only be observed.
   */
  readonly modeOf?: (unit: Unit) => EngineMode;
  /** Whether `auto` also corrects drift; it does where absent. */
  readonly selfHeal?: boolean;
  /** `readOnly` where absent. */
  readonly comparison?: 'readOnly' | 'exact';
  readonly rules?: readonly IgnoreRule[];
  /** Names of built-in rules that are turned off. */
  readonly disabledRules?: readonly string[];
  /** Also tell what Git doesn't declare and others wrote. */
  readonly unmanaged?: boolean;
  /** `backstage-gitops` where absent. */
  readonly fieldManager?: string;
  /** Where one can't look everywhere: the namespaces that are read. */
  readonly namespaces?: readonly string[];
  /**
   * Where the parents of ApplySets are kept: the first of `namespaces`, else
   * `backstage-gitops`.
   */
  readonly applySetNamespace?: string;
  /** Milliseconds of quiet after which what has changed is compared. */
  readonly debounce?: number;
  readonly now?: () => Date;
  /** Told one line for each refusal and failure. Never given a secret. */
  readonly logger?: {
    info(message: string, meta?: Record<string, string | number>): void;
    warn(message: string, meta?: Record<string, string | number>): void;
  };
}

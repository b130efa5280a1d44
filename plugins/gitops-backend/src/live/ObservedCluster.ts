import { EngineMode } from '@backstage-gitops/plugin-gitops-common';
import {
  ClusterCapabilities,
  Engine,
  FluxEngine,
} from '@backstage-gitops/plugin-gitops-node';
import {
  AuthService,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { ClusterPlace } from './assignUnit';
import { FluxSurveys } from './FluxSurveys';
import { UnitSources } from './UnitSources';

/** A configured cluster and the engine that makes it follow Git. */
export interface ObservedCluster extends ClusterPlace {
  readonly mode: EngineMode;
  readonly engine: Engine;
  /** Flux on it, to be asked where it brings a unit. */
  readonly flux?: Pick<
    FluxEngine,
    'events' | 'reconcile' | 'resume' | 'suspend'
  >;
  /** The server's version; rejects where the cluster can't be reached. */
  version(signal: AbortSignal): Promise<string>;
  /** How far its clock is ahead of ours, in milliseconds. */
  clockSkew(): number | undefined;
  /** What it can do, as templates may ask. */
  capabilities?(signal: AbortSignal): Promise<ClusterCapabilities>;
  close(): Promise<void>;
}

/** How clusters are reached; tests put something else in their place. */
export type OpenClusters = (services: {
  readonly auth: AuthService;
  readonly config: Config;
  readonly discovery: DiscoveryService;
  readonly logger: LoggerService;
  readonly sources: UnitSources;
  readonly surveys: FluxSurveys;
}) => readonly ObservedCluster[];

import { EngineMode } from '@backstage-gitops/plugin-gitops-common';
import {
  ClusterCapabilities,
  Engine,
} from '@backstage-gitops/plugin-gitops-node';
import {
  AuthService,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { ClusterPlace } from './assignUnit';

/** A configured cluster and the engine that makes it follow Git. */
export interface ObservedCluster extends ClusterPlace {
  readonly mode: EngineMode;
  readonly engine: Engine;
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
}) => readonly ObservedCluster[];

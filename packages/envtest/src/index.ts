/**
 * A real Kubernetes API server for tests.
 *
 * @packageDocumentation
 */
export { ApiServer } from './ApiServer';
export type { ApiServerOptions, ApplyRequest, RoleRule } from './ApiServer';
export {
  describeWithControllers,
  describeWithKubernetes,
} from './describeWithKubernetes';
export { findKubernetes } from './findKubernetes';
export type { ApiAnswer, ApiRequest } from './request';
export type { KubernetesObject } from './ServedKinds';
export type { UserName } from './users';
export { describeWithGitea, findGitea } from './findGitea';
export { GiteaServer } from './GiteaServer';
export type { GiteaUser } from './GiteaServer';
export { describeWithEngines, findEngine } from './findEngine';
export type { EngineName } from './findEngine';
export { FluxControllers } from './FluxControllers';
export type { FluxController } from './FluxControllers';
export { PodRunner } from './PodRunner';
export { poll } from './poll';
export { ArgoCd } from './ArgoCd';
export type { ArgoCdOptions, ArgoCdPart } from './ArgoCd';
export { ArgoCdAccounts } from './argoCdObjects';
export { applicationAnswer, commit } from './applicationAnswer';
export { ArgoCdStandIn } from './ArgoCdStandIn';
export type { StandInRequest } from './ArgoCdStandIn';

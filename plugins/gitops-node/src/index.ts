/**
 * The core of Backstage GitOps: Git in, facts out. No database, no HTTP
 * server, no Backstage plugin.
 *
 * @packageDocumentation
 */

export * from './config/readGitopsConfig';
export { repositoryName, repositoryUrlProblem } from './config/repositoryUrl';
export { isSameRepository } from './discovery/isSameRepository';
export * from './discovery/model';
export type {
  FileRule,
  RuleArtifact,
  RuleDeclaration,
  RuleFile,
  RuleReading,
} from './discovery/rules/FileRule';
export type { CommitOrder } from './git/CommitOrder';
export * from './git/FileTree';
export { redactUrl } from './git/GitSource';
export { integrationCredentials } from './git/integrationCredentials';
export * from './repository/ConfigRepository';
export { GitConfigRepository } from './repository/GitConfigRepository';
export type {
  DiscoveredRevisions,
  ReadOptions,
} from './repository/GitConfigRepository';
export { behindChanges } from './history/behindChanges';
export { artifactKey, groupByArtifact } from './history/groupByArtifact';
export type { NamedArtifact } from './history/groupByArtifact';
export { EditedRepository } from './repository/EditedRepository';
export { judgeUnits } from './repository/judgeUnits';
export type { Judgement, JudgeRequest } from './repository/judgeUnits';
export { planProposal } from './repository/planProposal';
export type {
  PlannedProposal,
  ProposalPlanning,
} from './repository/ProposalPlanning';
export { renderProposal } from './repository/renderProposal';
export type { RenderedProposal } from './repository/renderProposal';
export { UnitRenderer } from './repository/UnitRenderer';
export type {
  UnitRenderRequest,
  UnitRendererOptions,
} from './repository/UnitRenderer';
export { benchRepository } from './repository/bench';
export type { BenchFigures, BenchOptions } from './repository/bench';
export * from './clusters/ClusterClient';
export * from './clusters/ClusterConnection';
export type { ClusterLimits } from './clusters/ClusterLimits';
export type { ClusterTime } from './clusters/ClusterTime';
export * from './clusters/createClusterClient';
export type { KindStatus, ResourceChange } from './clusters/KindWatch';
export type { KubernetesPluginAddress } from './clusters/KubernetesPluginAccess';
export * from './clusters/ResourceWatcher';
export * from './config/readArgoCdInstances';
export * from './config/readClusters';
export * from './config/readDriftConfig';
export * from './config/readFluxConfig';
export * from './config/readPolicies';
export * from './config/readRenderConfig';
export * from './drift';
export * from './engines/Engine';
export * from './engines/argocd';
export * from './engines/builtin';
export * from './engines/ClusterEngine';
export * from './engines/flux';
export * from './extensions';
export * from './forges';
export * from './manifests/fieldPath';
export * from './manifests/Resource';
export { resourceName } from './manifests/resourceName';
export { SecretMask } from './manifests/SecretMask';
export type * from './manifests/UnitRecipe';
export { nodeAt } from './manifests/YamlNode';
export type {
  ListNode,
  MapNode,
  NodePosition,
  PositionedNode,
  ScalarNode,
  ScalarValue,
  SourceDocument,
  YamlNode,
} from './manifests/YamlNode';
export * from './policy';
export * from './proposals';
export * from './render';

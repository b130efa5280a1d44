/**
 * Reads config repositories on a schedule, keeps their facts and serves the
 * GitOps API.
 *
 * @packageDocumentation
 */

export {
  createGitopsTargetConditionalDecision,
  gitopsTargetConditions,
  gitopsTargetResourceRef,
} from './permissions/rules';
export { gitopsPlugin as default } from './plugin';
export type { TargetFilter, TargetResource } from './permissions/TargetFilter';

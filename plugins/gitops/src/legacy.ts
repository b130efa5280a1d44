/**
 * The GitOps pages for apps that have not moved to the new frontend system.
 *
 * @packageDocumentation
 */

export { gitopsApiRef } from './api/gitopsApiRef';
export { isGitopsAvailable } from './availability';
export type { EntityGitopsContentProps } from './deployments/EntityGitopsContent';
export type { EntityGitopsOverviewCardProps } from './overview/EntityGitopsOverviewCard';
export type { FleetPageProps } from './fleet/FleetPage';
export {
  EntityGitopsContent,
  EntityGitopsOverviewCard,
  FleetPage,
  gitopsPlugin,
} from './legacyPlugin';
export {
  GitopsEnvironmentPickerFieldExtension,
  GitopsNewRepositoryPickerFieldExtension,
  GitopsRepositoryPickerFieldExtension,
  GitopsServicePickerFieldExtension,
  GitopsVersionPickerFieldExtension,
} from './scaffolder/legacyFields';
export { gitopsTranslationRef } from './translation';

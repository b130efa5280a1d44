import { InfoCard } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { NowProvider } from '../time/now';
import { gitopsTranslationRef } from '../translation';
import { Overview, useDeploymentsPath } from './Overview';

/** @public */
export interface EntityGitopsOverviewCardProps {
  /** Where the Deployments tab is, below the entity's page. */
  readonly contentPath?: string;
  /** Stops the clock that relative times are told by, for a still picture. */
  readonly now?: Date;
}

/**
 * What the entity in context declares in each environment and how far each is
 * behind the one before, with the way to the Deployments tab.
 *
 * @public
 */
export function EntityGitopsOverviewCard(props: EntityGitopsOverviewCardProps) {
  const { contentPath = 'deployments', now } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const link = useDeploymentsPath(contentPath);
  return (
    <NowProvider now={now}>
      <InfoCard
        title={t('overview.title')}
        deepLink={{ title: t('overview.more'), link }}
      >
        <Overview />
      </InfoCard>
    </NowProvider>
  );
}

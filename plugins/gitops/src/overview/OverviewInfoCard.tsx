import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { NowProvider } from '../time/now';
import { gitopsTranslationRef } from '../translation';
import { Overview, useDeploymentsPath } from './Overview';

/** The overview card in the frame that cards have in the new system. */
export function OverviewInfoCard() {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const link = useDeploymentsPath('deployments');
  return (
    <NowProvider>
      <EntityInfoCard
        title={t('overview.title')}
        footerActions={<Link to={link}>{t('overview.more')}</Link>}
      >
        <Overview />
      </EntityInfoCard>
    </NowProvider>
  );
}

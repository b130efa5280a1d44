import { Content, Header, Page } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { gitopsTranslationRef } from '../translation';
import { FleetContent } from './FleetContent';

/** @public */
export interface FleetPageProps {
  /** Stops the clock that relative times are told by, for a still picture. */
  readonly now?: Date;
}

/**
 * Every target that the person may see, with a header of its own.
 *
 * @public
 */
export function FleetPage({ now }: FleetPageProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <Page themeId="tool">
      <Header title={t('fleet.title')} subtitle={t('fleet.intro')} />
      <Content>
        <FleetContent now={now} />
      </Content>
    </Page>
  );
}

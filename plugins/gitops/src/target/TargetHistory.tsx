import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TargetState } from '@backstage-gitops/plugin-gitops-common';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { artifactsOf } from '../artifacts/orderArtifacts';
import { changeKey, newestChange } from '../history/newestChange';
import { HistoryList } from '../history/HistoryList';
import { useOnChange } from '../requests/useOnChange';
import { usePages } from '../requests/usePages';
import { gitopsTranslationRef } from '../translation';

export interface TargetHistoryProps {
  readonly target: TargetState;
}

/** Everything that moved one target, configuration changes included. */
export function TargetHistory({ target }: TargetHistoryProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const api = useApi(gitopsApiRef);
  const { main } = artifactsOf(target);
  const pages = usePages(
    target.id,
    (cursor, signal) =>
      api.targetHistory(target.id, { kind: 'all', cursor }, { signal }),
    changeKey,
  );
  useOnChange(newestChange([target]), pages.refresh);
  return (
    <HistoryList
      pages={pages}
      environments={[target.environment]}
      mainNames={main ? [main.name] : []}
      look="target"
      targets={[target]}
      empty={t('history.empty.all')}
    />
  );
}

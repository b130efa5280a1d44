import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import LockIcon from '@material-ui/icons/LockOutlined';
import type {
  ResourceSelector,
  TargetDriftResponse,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { useMemo } from 'react';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { LiveNotice } from '../live/LiveNotice';
import { useLiveRefresh } from '../live/useLiveRefresh';
import { Notice } from '../look/Notice';
import { failureOf } from '../requests/failure';
import { RefreshFailure } from '../requests/RefreshFailure';
import { RequestFailure } from '../requests/RequestFailure';
import { RowsSkeleton } from '../requests/RowsSkeleton';
import { useGitopsQuery } from '../requests/useGitopsQuery';
import { gitopsTranslationRef } from '../translation';
import { DriftDetails } from './DriftDetails';
import { driftGroups } from './driftGroups';
import { DriftHeadline } from './DriftHeadline';

export interface DriftViewProps {
  readonly target: TargetState;
  readonly onCompare: (resource: ResourceSelector) => void;
}

/** What differs, who did it, since when. */
export function DriftView({ target, onCompare }: DriftViewProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const api = useApi(gitopsApiRef);
  const query = useGitopsQuery(target.id, signal =>
    api.targetDrift(target.id, { signal }),
  );
  useLiveRefresh([target.id], query.refresh);
  if (query.state === 'loading') return <RowsSkeleton />;
  if (query.state === 'failed') {
    return failureOf(query.error) === 'denied' ? (
      <Notice
        tone="unknown"
        icon={<LockIcon />}
        title={t('drift.denied.title')}
      >
        {t('drift.denied.text')}
      </Notice>
    ) : (
      <RequestFailure error={query.error} onRetry={query.reload} />
    );
  }
  const { data, refreshError, loadedAt } = query;
  return (
    <>
      {refreshError && (
        <RefreshFailure
          error={refreshError}
          loadedAt={loadedAt}
          onRetry={query.reload}
        />
      )}
      <LiveNotice live={data.live} />
      {data.live.state === 'observed' && (
        <Drift
          target={target}
          drift={data}
          onCompare={onCompare}
          onSynced={query.refresh}
        />
      )}
    </>
  );
}

function Drift(
  props: DriftViewProps & {
    readonly drift: TargetDriftResponse;
    readonly onSynced: () => void;
  },
) {
  const { target, drift, onCompare, onSynced } = props;
  const groups = useMemo(() => driftGroups(drift.resources), [drift]);
  const { links, lineFragment } = drift;
  return (
    <>
      <DriftHeadline
        target={target}
        drift={drift}
        groups={groups}
        onSynced={onSynced}
      />
      <DriftDetails
        target={target}
        groups={groups}
        origins={{
          links: { ...target.links, ...links },
          lineFragment: lineFragment ?? target.lineFragment,
          repository: target.repository,
          lastChange: target.lastChange,
        }}
        onCompare={onCompare}
      />
    </>
  );
}

import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type {
  ResourceSelector,
  TargetResourcesResponse,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { useMemo, useState } from 'react';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { LiveNotice } from '../live/LiveNotice';
import { useLiveRefresh } from '../live/useLiveRefresh';
import { ChoiceField } from '../look/ChoiceField';
import { subtleText } from '../look/surface';
import { RefreshFailure } from '../requests/RefreshFailure';
import { RequestFailure } from '../requests/RequestFailure';
import { RowsSkeleton } from '../requests/RowsSkeleton';
import { useGitopsQuery } from '../requests/useGitopsQuery';
import { gitopsTranslationRef } from '../translation';
import { needsAttention, RowOrder } from './resourceRows';
import { ResourceTable } from './ResourceTable';

/** So few that nobody needs to choose among them. */
const FEW = 8;

const useStyles = makeStyles(
  theme => ({
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'space-between',
      gap: theme.spacing(1.5),
    },
    counts: { margin: 0, fontSize: '1.1rem', fontWeight: 700 },
    quiet: { margin: 0, color: subtleText(theme) },
  }),
  { name: 'GitopsResourcesView' },
);

export interface ResourcesViewProps {
  readonly target: TargetState;
  readonly onCompare: (resource: ResourceSelector) => void;
}

/** Everything of the target's unit: how each is, and whether it is as declared. */
export function ResourcesView({ target, onCompare }: ResourcesViewProps) {
  const api = useApi(gitopsApiRef);
  const query = useGitopsQuery(target.id, signal =>
    api.targetResources(target.id, { signal }),
  );
  useLiveRefresh([target.id], query.refresh);
  if (query.state === 'loading') return <RowsSkeleton />;
  if (query.state === 'failed') {
    return <RequestFailure error={query.error} onRetry={query.reload} />;
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
        <Resources key={target.id} answer={data} onCompare={onCompare} />
      )}
    </>
  );
}

function Resources(props: {
  readonly answer: TargetResourcesResponse;
  readonly onCompare: ResourcesViewProps['onCompare'];
}) {
  const { answer, onCompare } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [order] = useState(() => new RowOrder());
  const [attentionOnly, setAttentionOnly] = useState(false);
  const rows = useMemo(() => order.apply(answer.resources), [order, answer]);
  const attention = rows.filter(needsAttention);
  const shown = attentionOnly ? attention : rows;
  const stale = answer.live.state === 'observed' && !!answer.live.stale;
  if (rows.length === 0) {
    return <p className={classes.quiet}>{t('resources.empty')}</p>;
  }
  return (
    <>
      <div className={classes.head}>
        <h3 className={classes.counts}>
          {t('resources.total', { count: rows.length })}
          {attention.length > 0 &&
            `, ${t('resources.attention', { count: attention.length })}`}
        </h3>
        {rows.length > FEW && (
          <ChoiceField
            id="resources"
            label={t('resources.filter')}
            value={attentionOnly ? 'attention' : 'all'}
            choices={[
              { value: 'all', label: t('resources.all') },
              {
                value: 'attention',
                label: t('resources.attention', { count: attention.length }),
              },
            ]}
            onChange={value => setAttentionOnly(value === 'attention')}
          />
        )}
      </div>
      {shown.length === 0 ? (
        <p className={classes.quiet}>{t('resources.nothingToAttend')}</p>
      ) : (
        <ResourceTable resources={shown} stale={stale} onCompare={onCompare} />
      )}
    </>
  );
}

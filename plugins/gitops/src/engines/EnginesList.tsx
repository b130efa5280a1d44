import { CodeSnippet } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { EnginesResponse } from '@backstage-gitops/plugin-gitops-common';
import { useLiveRefresh } from '../live/useLiveRefresh';
import { subtleText } from '../look/surface';
import { RefreshFailure } from '../requests/RefreshFailure';
import { RequestFailure } from '../requests/RequestFailure';
import { RowsSkeleton } from '../requests/RowsSkeleton';
import type { Query } from '../requests/useGitopsQuery';
import { gitopsTranslationRef } from '../translation';
import { EngineItem } from './EngineItem';
import { engineSnippet } from './engineSnippet';
import { inOrder } from './engineOrder';

const useStyles = makeStyles(
  theme => ({
    list: {
      listStyle: 'none',
      margin: 0,
      padding: 0,
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
    },
    quiet: { color: subtleText(theme), margin: 0, fontSize: '0.88rem' },
    none: { fontSize: '0.82rem' },
    title: { margin: 0, fontSize: '1rem', fontWeight: 700 },
  }),
  { name: 'GitopsEnginesList' },
);

export interface EnginesListProps {
  readonly query: Query<EnginesResponse>;
}

/** Every engine that is read, and what it applies that nobody declares. */
export function EnginesList({ query }: EnginesListProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  useLiveRefresh(undefined, query.refresh);
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
      {data.items.length > 0 ? (
        <>
          <p className={classes.quiet}>{t('engine.intro')}</p>
          <ul className={classes.list}>
            {inOrder(data.items).map(engine => (
              <EngineItem
                key={`${engine.kind} ${engine.name}`}
                engine={engine}
              />
            ))}
          </ul>
        </>
      ) : (
        <div className={classes.none}>
          <h3 className={classes.title}>{t('engine.none.title')}</h3>
          <p>{t('engine.none.text')}</p>
          <CodeSnippet
            language="yaml"
            text={engineSnippet}
            showCopyCodeButton
          />
        </div>
      )}
    </>
  );
}

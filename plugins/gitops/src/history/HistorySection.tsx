import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { TargetState } from '@backstage-gitops/plugin-gitops-common';
import { useMemo, useState } from 'react';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { surface } from '../look/surface';
import { useGitopsQuery } from '../requests/useGitopsQuery';
import { usePages } from '../requests/usePages';
import { useOnChange } from '../requests/useOnChange';
import { useNow } from '../time/now';
import { gitopsTranslationRef } from '../translation';
import { HistoryFilters, HistoryView } from './HistoryFilters';
import { HistoryList } from './HistoryList';
import { changeKey } from './newestChange';
import { timelineTracks } from './timelineTracks';
import { TimelineStrip } from './TimelineStrip';

/** As many changes as one request brings; the strip shows their span. */
const TIMELINE_CHANGES = 200;

const useStyles = makeStyles(
  theme => ({
    root: {
      ...surface(theme),
      padding: theme.spacing(2.5),
      [theme.breakpoints.down('xs')]: { padding: theme.spacing(2) },
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'space-between',
      gap: theme.spacing(2),
    },
    title: { fontSize: '1.15rem', fontWeight: 700, margin: 0 },
  }),
  { name: 'GitopsHistorySection' },
);

export interface HistorySectionProps {
  readonly entityRef: string;
  /** In promotion order. */
  readonly environments: readonly string[];
  /** Of the main artifacts: what they do goes without saying their name. */
  readonly mainNames: readonly string[];
  /** What the changes moved, to be rolled back. */
  readonly targets: readonly TargetState[];
  /** Becomes another one when something has changed. */
  readonly newest: string;
}

/** Everything that changed for an entity, in all its environments or one. */
export function HistorySection(props: HistorySectionProps) {
  const { entityRef, environments, mainNames, targets, newest } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const api = useApi(gitopsApiRef);
  const now = useNow();
  const [view, setView] = useState<HistoryView>({ kind: 'versions' });
  const pages = usePages(
    JSON.stringify([entityRef, view]),
    (cursor, signal) =>
      api.entityHistory(entityRef, { ...view, cursor }, { signal }),
    changeKey,
  );
  const recent = useGitopsQuery(entityRef, signal =>
    api.entityHistory(
      entityRef,
      { kind: 'versions', limit: TIMELINE_CHANGES },
      { signal },
    ),
  );
  useOnChange(newest, () => {
    pages.refresh();
    recent.refresh();
  });
  const entries = recent.state === 'ready' ? recent.data.items : undefined;
  const timeline = useMemo(
    () => entries && timelineTracks(entries, environments, now),
    [entries, environments, now],
  );
  return (
    <section className={classes.root} aria-label={t('history.title')}>
      <div className={classes.head}>
        <h2 className={classes.title}>{t('history.title')}</h2>
        <HistoryFilters
          view={view}
          environments={environments}
          onChange={setView}
        />
      </div>
      {timeline && <TimelineStrip timeline={timeline} />}
      <HistoryList
        pages={pages}
        environments={environments}
        mainNames={mainNames}
        look="entity"
        targets={targets}
        empty={t(`history.empty.${view.kind}`)}
      />
    </section>
  );
}

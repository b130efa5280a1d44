import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { ChangeEntry } from '@backstage-gitops/plugin-gitops-common';
import { subtleText } from '../look/surface';
import { Bone } from '../requests/Bone';
import { failureMessage } from '../requests/failure';
import { RequestFailure } from '../requests/RequestFailure';
import type { Pages } from '../requests/usePages';
import { useTimeText } from '../time/useTimeText';
import { ActionButton } from '../look/ActionButton';
import { gitopsTranslationRef } from '../translation';
import { HistoryEntry, HistoryEntryProps } from './HistoryEntry';
import { HistoryRow, historyRows } from './historyRows';
import { changeKey } from './newestChange';

const SKELETON_ROWS = ['first', 'second', 'third', 'fourth'];

const useStyles = makeStyles(
  theme => ({
    month: {
      fontSize: '0.78rem',
      fontWeight: 700,
      letterSpacing: '0.02em',
      color: subtleText(theme),
      margin: theme.spacing(2, 0, 0.25),
    },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    bones: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      paddingTop: theme.spacing(2),
    },
    quiet: {
      color: subtleText(theme),
      fontSize: '0.88rem',
      margin: theme.spacing(2, 0, 0),
    },
    end: { marginTop: theme.spacing(2) },
  }),
  { name: 'GitopsHistoryList' },
);

export interface HistoryListProps
  extends Pick<HistoryEntryProps, 'mainNames' | 'look' | 'targets'> {
  readonly pages: Pages<ChangeEntry>;
  /** In promotion order. */
  readonly environments: readonly string[];
  /** Said where nothing is found. */
  readonly empty: string;
}

/** Changes by month, newest first, page after page. */
export function HistoryList(props: HistoryListProps) {
  const { pages, environments, mainNames, look, targets, empty } = props;
  const classes = useStyles();
  const time = useTimeText();
  if (pages.state === 'loading') {
    return (
      <div className={classes.bones} aria-busy="true">
        {SKELETON_ROWS.map(row => (
          <Bone key={row} width="100%" height={28} />
        ))}
      </div>
    );
  }
  if (pages.state === 'failed') {
    return <RequestFailure error={pages.error} onRetry={pages.reload} />;
  }
  if (pages.items.length === 0) {
    return <p className={classes.quiet}>{empty}</p>;
  }
  return (
    <>
      {byMonth(historyRows(pages.items, environments), time.month).map(
        ({ month, rows }) => (
          <section key={month} aria-label={month}>
            <h3 className={classes.month}>{month}</h3>
            <ul className={classes.list}>
              {rows.map(row => (
                <HistoryEntry
                  key={changeKey(row.entry)}
                  row={row}
                  mainNames={mainNames}
                  look={look}
                  targets={targets}
                />
              ))}
            </ul>
          </section>
        ),
      )}
      <End pages={pages} />
    </>
  );
}

function End(props: {
  readonly pages: Extract<Pages<ChangeEntry>, { state: 'ready' }>;
}) {
  const { more, nextCursor, loadMore } = props.pages;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (!nextCursor) return <p className={classes.quiet}>{t('history.end')}</p>;
  return (
    <div className={classes.end}>
      {more.state === 'failed' && (
        <p className={classes.quiet} role="alert">
          {t('history.moreFailed', { reason: failureMessage(more.error) })}
        </p>
      )}
      <ActionButton disabled={more.state === 'loading'} onClick={loadMore}>
        {more.state === 'loading' ? t('history.loading') : t('history.more')}
      </ActionButton>
    </div>
  );
}

function byMonth(
  rows: readonly HistoryRow[],
  monthOf: (iso: string) => string,
): { month: string; rows: HistoryRow[] }[] {
  const months: { month: string; rows: HistoryRow[] }[] = [];
  for (const row of rows) {
    const month = monthOf(row.entry.effectiveAt);
    const last = months[months.length - 1];
    if (last?.month === month) last.rows.push(row);
    else months.push({ month, rows: [row] });
  }
  return months;
}

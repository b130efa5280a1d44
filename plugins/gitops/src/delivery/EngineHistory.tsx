import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { personName } from '@backstage-gitops/plugin-gitops-common';
import type { Delivery } from '@backstage-gitops/plugin-gitops-common';
import { hairline, subtleText } from '../look/surface';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import { FirstRows } from './FirstRows';
import { RevisionText } from './RevisionText';

type Entry = Delivery['history'][number];

const AT_MOST = 8;

const useStyles = makeStyles(
  theme => ({
    table: {
      width: '100%',
      borderCollapse: 'collapse',
      fontSize: '0.85rem',
      marginBottom: theme.spacing(1),
      '& th, & td': {
        padding: theme.spacing(0.6, 1.5, 0.6, 0),
        textAlign: 'left',
        verticalAlign: 'baseline',
        overflowWrap: 'anywhere',
      },
      '& th': { fontSize: '0.78rem', color: subtleText(theme) },
      '& tbody tr': { borderTop: hairline(theme) },
      '& td:first-child, & th:first-child': { minWidth: 84 },
    },
    quiet: { color: subtleText(theme) },
    nowrap: { whiteSpace: 'nowrap' },
  }),
  { name: 'GitopsEngineHistory' },
);

export interface EngineHistoryProps {
  readonly history: Delivery['history'];
}

/** What the engine remembers of having brought here, newest first. */
export function EngineHistory({ history }: EngineHistoryProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const people = history.some(({ by }) => by !== undefined);
  const outcomes = history.some(({ status, message }) => status || message);
  return (
    <FirstRows rows={history} atMost={AT_MOST}>
      {rows => (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('delivery.history.revision')}</th>
              <th scope="col">{t('delivery.history.at')}</th>
              {people && <th scope="col">{t('delivery.history.by')}</th>}
              {outcomes && <th scope="col">{t('delivery.history.outcome')}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((entry, index) => (
              // The engine may bring the same revision at the same time twice.
              // eslint-disable-next-line react/no-array-index-key
              <tr key={index}>
                <td>
                  <RevisionText revision={entry.revision} />
                </td>
                <td className={`${classes.quiet} ${classes.nowrap}`}>
                  <When entry={entry} />
                </td>
                {people && <td>{entry.by && personName(entry.by)}</td>}
                {outcomes && (
                  <td>
                    {entry.status}
                    {entry.status && entry.message && ' · '}
                    <span className={classes.quiet}>{entry.message}</span>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </FirstRows>
  );
}

function When({ entry }: { readonly entry: Entry }) {
  const at = entry.revision.at ?? entry.startedAt;
  return at ? <RelativeTime time={at} /> : <>–</>;
}

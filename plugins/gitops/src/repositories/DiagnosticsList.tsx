import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import ErrorIcon from '@material-ui/icons/ErrorOutline';
import InfoIcon from '@material-ui/icons/InfoOutlined';
import WarningIcon from '@material-ui/icons/ReportProblemOutlined';
import type {
  Diagnostic,
  DiagnosticLevel,
} from '@backstage-gitops/plugin-gitops-common';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { Mark } from '../look/Mark';
import { hairline, monospace, subtleText } from '../look/surface';
import type { Tone } from '../look/tones';
import { Bone } from '../requests/Bone';
import { failureMessage } from '../requests/failure';
import { RequestFailure } from '../requests/RequestFailure';
import { usePages } from '../requests/usePages';
import { ActionButton } from '../look/ActionButton';
import { gitopsTranslationRef } from '../translation';

const PAGE = 50;
const SKELETON_ROWS = ['first', 'second', 'third'];

const marks: Record<
  DiagnosticLevel,
  { readonly tone: Tone; readonly Icon: typeof ErrorIcon }
> = {
  error: { tone: 'alert', Icon: ErrorIcon },
  warning: { tone: 'waiting', Icon: WarningIcon },
  info: { tone: 'unknown', Icon: InfoIcon },
};

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: theme.spacing(1, 0, 0), padding: 0 },
    item: {
      padding: theme.spacing(1.5, 0),
      '& + &': { borderTop: hairline(theme) },
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(1),
    },
    code: {
      fontFamily: monospace,
      fontSize: '0.78rem',
      color: subtleText(theme),
      overflowWrap: 'anywhere',
    },
    message: {
      margin: theme.spacing(0.5, 0, 0),
      fontSize: '0.9rem',
      overflowWrap: 'anywhere',
    },
    bones: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
      marginTop: theme.spacing(2),
    },
    quiet: { color: subtleText(theme), fontSize: '0.88rem' },
  }),
  { name: 'GitopsDiagnosticsList' },
);

export interface DiagnosticsListProps {
  /** Id of the repository. */
  readonly repository: string;
}

/** What of a repository could not be read or resolved, and why. */
export function DiagnosticsList({ repository }: DiagnosticsListProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const api = useApi(gitopsApiRef);
  const pages = usePages(repository, (cursor, signal) =>
    api.repositoryDiagnostics(repository, { limit: PAGE, cursor }, { signal }),
  );
  if (pages.state === 'loading') {
    return (
      <div className={classes.bones} aria-busy="true">
        {SKELETON_ROWS.map(row => (
          <Bone key={row} width="100%" height={40} />
        ))}
      </div>
    );
  }
  if (pages.state === 'failed') {
    return <RequestFailure error={pages.error} onRetry={pages.reload} />;
  }
  if (pages.items.length === 0) {
    return <p className={classes.quiet}>{t('repositories.noDiagnostics')}</p>;
  }
  return (
    <>
      <ul className={classes.list}>
        {pages.items.map((diagnostic, index) => (
          <DiagnosticItem
            // A diagnostic has no identity but its place in the list.
            // eslint-disable-next-line react/no-array-index-key
            key={index}
            diagnostic={diagnostic}
          />
        ))}
      </ul>
      {pages.more.state === 'failed' && (
        <p className={classes.quiet} role="alert">
          {t('history.moreFailed', {
            reason: failureMessage(pages.more.error),
          })}
        </p>
      )}
      {pages.nextCursor && (
        <ActionButton
          disabled={pages.more.state === 'loading'}
          onClick={pages.loadMore}
        >
          {t('repositories.more')}
        </ActionButton>
      )}
    </>
  );
}

function DiagnosticItem({ diagnostic }: { readonly diagnostic: Diagnostic }) {
  const { level, code, message, file, line } = diagnostic;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { tone, Icon } = marks[level];
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <Mark tone={tone} icon={<Icon />}>
          {t(`repositories.level.${level}`)}
        </Mark>
        <span className={classes.code}>{code}</span>
      </div>
      <p className={classes.message}>{message}</p>
      {file && (
        <span className={classes.code}>
          {line === undefined ? file : `${file}:${line}`}
        </span>
      )}
    </li>
  );
}

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { useMemo, useState } from 'react';
import { ActionButton } from '../look/ActionButton';
import { monospace } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { DiffHunks, markedEdits } from './DiffHunks';
import { diffLook } from './diffLook';
import { firstLines, lineCount, readHunks } from './unifiedDiff';

/** Lines drawn at once: as many as are drawn before a hand leaves the mouse. */
const LINES = 400;
/** Above so much text, what differs within a line is not worth its time. */
const MARKED_AT_MOST = 40_000;
/** Of a diff that cannot be read, shown as it came. */
const RAW_AT_MOST = 20_000;

const useStyles = makeStyles(
  theme => ({
    diff: diffLook(theme, { before: 'alert', after: 'ok' }),
    more: { padding: theme.spacing(1, 1.5) },
    raw: {
      margin: 0,
      padding: theme.spacing(1, 1.5),
      fontFamily: monospace,
      fontSize: '0.8rem',
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'GitopsUnifiedDiff' },
);

export interface UnifiedDiffProps {
  readonly diff: string;
}

/** A unified diff, line by line; a long one in parts. */
export function UnifiedDiff({ diff }: UnifiedDiffProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [shown, setShown] = useState(LINES);
  const all = useMemo(() => readHunks(diff), [diff]);
  const hunks = useMemo(() => all && firstLines(all, shown), [all, shown]);
  const tokens = useMemo(
    () =>
      hunks && diff.length <= MARKED_AT_MOST ? markedEdits(hunks) : undefined,
    [hunks, diff],
  );
  if (!all || !hunks) {
    return <pre className={classes.raw}>{diff.slice(0, RAW_AT_MOST)}</pre>;
  }
  const rest = lineCount(all) - lineCount(hunks);
  return (
    <>
      <DiffHunks
        className={classes.diff}
        viewType="unified"
        hunks={hunks}
        tokens={tokens}
      />
      {rest > 0 && (
        <div className={classes.more}>
          <ActionButton onClick={() => setShown(shown + LINES)}>
            {t('proposal.plan.moreLines', { count: Math.min(rest, LINES) })}
          </ActionButton>
        </div>
      )}
    </>
  );
}

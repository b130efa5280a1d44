import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import type { LastWrite } from '@backstage-gitops/plugin-gitops-common';
import { monospace, subtleText } from '../look/surface';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';

const useStyles = makeStyles(
  theme => ({
    manager: {
      fontFamily: monospace,
      fontSize: '0.8rem',
      overflowWrap: 'anywhere',
    },
    time: {
      display: 'block',
      fontSize: '0.78rem',
      color: subtleText(theme),
      whiteSpace: 'nowrap',
    },
    none: {
      fontSize: '0.82rem',
      fontStyle: 'italic',
      color: subtleText(theme),
    },
    tip: { display: 'block', maxWidth: 320 },
  }),
  { name: 'GitopsLastWriteText' },
);

export interface LastWriteTextProps {
  readonly write: LastWrite | undefined;
}

/** The manager as Kubernetes keeps it, and the time of its last write. */
export function LastWriteText({ write }: LastWriteTextProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  if (!write) {
    return <span className={classes.none}>{t('drift.noWrite')}</span>;
  }
  const { manager, operation, subresource, time: at } = write;
  const exact = at ? time.exact(at) : '–';
  const what = subresource
    ? t('drift.writeThrough', { operation, subresource, manager, time: exact })
    : t('drift.write', { operation, manager, time: exact });
  return (
    <Tooltip
      title={
        <span className={classes.tip}>
          {what}
          <br />
          {t('drift.writeTimeHint')}
        </span>
      }
    >
      <span>
        <span className={classes.manager}>{manager}</span>
        {at && (
          <time className={classes.time} dateTime={at}>
            {time.ago(at)}
          </time>
        )}
      </span>
    </Tooltip>
  );
}

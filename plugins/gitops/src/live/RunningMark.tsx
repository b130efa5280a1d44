import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import RunningIcon from '@material-ui/icons/PlayCircleOutline';
import { abbreviateVersion } from '../artifacts/versionText';
import { Mark } from '../look/Mark';
import { monospace } from '../look/surface';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';
import type { ObservedLive } from './liveState';

const useStyles = makeStyles(
  { version: { fontFamily: monospace, fontWeight: 700 } },
  { name: 'GitopsRunningMark' },
);

export interface RunningMarkProps {
  readonly live: ObservedLive;
}

/**
 * "running v41 · differs for 3 h": what the pods run, where Git declares another.
 * They may have run it for much longer.
 */
export function RunningMark({ live }: RunningMarkProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  if (!live.behind) return null;
  const { running, since } = live.behind;
  const versions = running.map(abbreviateVersion).join(', ');
  const hint = since
    ? t('live.runningHint', { time: time.exact(since) })
    : t('live.runningHintNoTime');
  return (
    <Mark
      tone={live.stale ? 'unknown' : 'drift'}
      icon={<RunningIcon />}
      title={`${hint}\n${running.join('\n')}`}
    >
      {t('live.running', {
        versions: <span className={classes.version}>{versions}</span>,
      })}
      {since && ` · ${t('live.differsFor', { time: time.span(since) })}`}
    </Mark>
  );
}

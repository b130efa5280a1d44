import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import UnknownIcon from '@material-ui/icons/HelpOutline';
import type { TargetLive } from '@backstage-gitops/plugin-gitops-common';
import { Mark } from '../look/Mark';
import { focusRing, subtleText, visuallyHidden } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { DriftMark } from './DriftMark';
import { HealthMark } from './HealthMark';
import { driftCount } from './liveState';
import { RunningMark } from './RunningMark';
import { SeenMark } from './SeenMark';
import { SyncMark } from './SyncMark';
import { UnobservedMark } from './UnobservedMark';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      alignItems: 'flex-start',
      gap: 4,
      minWidth: 0,
      maxWidth: '100%',
    },
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(1.5),
      rowGap: 4,
      maxWidth: '100%',
    },
    why: {
      fontSize: '0.82rem',
      color: subtleText(theme),
      overflowWrap: 'anywhere',
      display: '-webkit-box',
      WebkitBoxOrient: 'vertical',
      WebkitLineClamp: 3,
      overflow: 'hidden',
    },
    hidden: visuallyHidden,
    button: {
      position: 'relative',
      border: 0,
      padding: 0,
      background: 'none',
      font: 'inherit',
      cursor: 'pointer',
      borderRadius: 999,
      maxWidth: '100%',
      '&:hover': { textDecoration: 'underline' },
      '&:focus-visible': focusRing(theme),
    },
  }),
  { name: 'GitopsLiveMarks' },
);

export interface LiveMarksProps {
  readonly live: TargetLive;
  /** Opens the drift, and what to call that. */
  readonly drift?: { readonly label: string; readonly onOpen: () => void };
}

/** What runs, how it is, whether it is what Git declares, and how sure that is. */
export function LiveMarks({ live, drift }: LiveMarksProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (live.state === 'unobserved') {
    return (
      <div className={classes.root}>
        <UnobservedMark reason={live.reason} />
        <span className={classes.why} title={live.reason}>
          {live.reason}
        </span>
      </div>
    );
  }
  const stale = live.stale !== undefined;
  const { indeterminate } = live.drift;
  const told = live.health.state !== 'healthy' && live.health.message;
  return (
    <div className={classes.root}>
      <RunningMark live={live} />
      <div className={classes.line}>
        <HealthMark health={live.health} stale={stale} />
        <SyncMark sync={live.sync} stale={stale} />
      </div>
      {told && (
        <span className={classes.why} title={told}>
          {told}
        </span>
      )}
      <div className={classes.line}>
        {driftCount(live) > 0 && drift && (
          <button
            type="button"
            className={classes.button}
            onClick={event => {
              event.stopPropagation();
              drift.onOpen();
            }}
          >
            <DriftMark live={live} />
            <span className={classes.hidden}> {drift.label}</span>
          </button>
        )}
        {!drift && <DriftMark live={live} />}
        {indeterminate > 0 && (
          <Mark
            tone="unknown"
            icon={<UnknownIcon />}
            title={t('live.uncomparedHint')}
          >
            {t('live.uncompared', { count: indeterminate })}
          </Mark>
        )}
        {live.stale && (
          <SeenMark observedAt={live.observedAt} stale={live.stale} />
        )}
      </div>
      {live.stale && (
        <span className={classes.why} title={live.stale.reason}>
          {live.stale.reason}
        </span>
      )}
    </div>
  );
}

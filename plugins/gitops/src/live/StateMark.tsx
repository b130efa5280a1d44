import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import FineIcon from '@material-ui/icons/Check';
import UnknownIcon from '@material-ui/icons/HelpOutline';
import {
  TargetLive,
  targetTrouble,
} from '@backstage-gitops/plugin-gitops-common';
import { DeliveryMark } from '../delivery/DeliveryMark';
import { DriftMark } from './DriftMark';
import { HealthMark } from './HealthMark';
import { liveStateOf, ObservedLive } from './liveState';
import { RunningMark } from './RunningMark';
import { SeenMark } from './SeenMark';
import { SyncMark } from './SyncMark';
import { UnobservedMark } from './UnobservedMark';
import { Mark } from '../look/Mark';
import { subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(1),
      rowGap: 3,
    },
    quiet: { fontSize: '0.82rem', color: subtleText(theme) },
  }),
  { name: 'GitopsStateMark' },
);

export interface StateMarkProps {
  /** Absent where the portal knows no cluster for it. */
  readonly live: TargetLive | undefined;
}

/** The worst of a target first; one quiet word where all is fine. */
export function StateMark({ live }: StateMarkProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (!live) {
    return <span className={classes.quiet}>{t('live.state.none')}</span>;
  }
  if (live.state === 'unobserved') {
    return <UnobservedMark reason={live.reason} />;
  }
  return (
    <span className={classes.root}>
      <Observed live={live} />
    </span>
  );
}

function Observed({ live }: { readonly live: ObservedLive }) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (live.stale) {
    return <SeenMark observedAt={live.observedAt} stale={live.stale} />;
  }
  const trouble = targetTrouble(live);
  const delivery = trouble && trouble.kind !== 'degraded' && (
    <DeliveryMark trouble={trouble} />
  );
  switch (liveStateOf(live)) {
    case 'unhealthy':
      return (
        <>
          <HealthMark health={live.health} />
          {delivery}
          <DriftMark live={live} />
        </>
      );
    case 'undelivered':
    case 'held':
      return trouble ? <DeliveryMark trouble={trouble} /> : null;
    case 'drifted':
      return (
        <>
          <DriftMark live={live} />
          {delivery}
        </>
      );
    case 'outOfSync':
      return delivery || <SyncMark sync={live.sync} />;
    case 'progressing':
      if (live.behind) return <RunningMark live={live} />;
      return delivery || <HealthMark health={live.health} />;
    case 'unknown':
      return (
        <Mark
          tone="unknown"
          icon={<UnknownIcon />}
          title={
            trouble?.message ??
            live.health.message ??
            live.sync.reason ??
            (live.drift.indeterminate > 0
              ? t('live.uncomparedHint')
              : undefined)
          }
        >
          {t('live.state.unknown')}
        </Mark>
      );
    default:
      return (
        <Mark tone="ok" look="plain" icon={<FineIcon />}>
          {t('live.state.fine')}
        </Mark>
      );
  }
}

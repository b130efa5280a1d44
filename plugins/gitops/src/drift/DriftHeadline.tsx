import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles, Theme } from '@material-ui/core/styles';
import FineIcon from '@material-ui/icons/CheckCircle';
import DriftIcon from '@material-ui/icons/ChangeHistory';
import WaitingIcon from '@material-ui/icons/Schedule';
import UnknownIcon from '@material-ui/icons/HelpOutline';
import type {
  TargetDriftResponse,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { subtleText } from '../look/surface';
import { Tone, toneColors } from '../look/tones';
import { SyncButton } from '../sync/SyncButton';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import type { DriftGroups } from './driftGroups';

const SHORT_COMMIT = 8;

const useStyles = makeStyles<Theme, { tone: Tone }>(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'flex-start',
      gap: theme.spacing(1, 2),
    },
    icon: {
      marginTop: 2,
      fontSize: 24,
      color: ({ tone }) => toneColors(theme, tone).text,
    },
    body: { flex: '1 1 240px', minWidth: 0 },
    title: { margin: 0, fontSize: '1.1rem', fontWeight: 700 },
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1),
      fontSize: '0.84rem',
      color: subtleText(theme),
    },
  }),
  { name: 'GitopsDriftHeadline' },
);

const icons = {
  fine: FineIcon,
  drifted: DriftIcon,
  waiting: WaitingIcon,
  unsure: UnknownIcon,
};
const tones = {
  fine: 'ok',
  drifted: 'drift',
  waiting: 'waiting',
  unsure: 'unknown',
} as const;

export interface DriftHeadlineProps {
  readonly target: TargetState;
  readonly drift: TargetDriftResponse;
  readonly groups: DriftGroups;
  readonly onSynced: () => void;
}

/** "2 of 14 resources drifted", how that is known, and the way to end it. */
export function DriftHeadline(props: DriftHeadlineProps) {
  const { target, drift, groups, onSynced } = props;
  const verdict = verdictOf(drift, groups);
  const classes = useStyles({ tone: tones[verdict] });
  const { t } = useTranslationRef(gitopsTranslationRef);
  const Icon = icons[verdict];
  const { live, comparison } = drift;
  const revision = live.state === 'observed' ? live.revision : undefined;
  return (
    <div className={classes.root}>
      <Icon className={classes.icon} aria-hidden />
      <div className={classes.body}>
        <h3 className={classes.title} data-testid="gitops-drift-headline">
          <Headline drift={drift} groups={groups} />
        </h3>
        <div className={classes.facts}>
          {live.state === 'observed' && (
            <span>
              {t('live.observed', {
                time: <RelativeTime time={live.observedAt} />,
              })}
            </span>
          )}
          {comparison && (
            <span title={t(`drift.comparison.${comparison}Hint`)}>
              · {t(`drift.comparison.${comparison}`)}
            </span>
          )}
          {revision && (
            <span title={revision}>· {revision.slice(0, SHORT_COMMIT)}</span>
          )}
        </div>
      </div>
      <SyncButton target={target} live={live} onSynced={onSynced} />
    </div>
  );
}

function Headline(props: Pick<DriftHeadlineProps, 'drift' | 'groups'>) {
  const { drift, groups } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const total = drift.total.toLocaleString();
  const unsure = groups.indeterminate.length;
  const away = drift.live.state === 'observed' && drift.live.stale;
  const [drifted, fine] = away
    ? (['wasDrifted', 'wasFine'] as const)
    : (['drifted', 'fine'] as const);
  if (groups.drifted > 0) {
    return (
      <>{t(`drift.headline.${drifted}`, { count: groups.drifted, total })}</>
    );
  }
  if (unsure > 0) {
    return <>{t('drift.headline.unsure', { count: unsure, total })}</>;
  }
  const count = groups.undelivered.length + groups.awaited.length;
  if (count > 0) {
    return <>{t('drift.headline.undelivered', { count, total })}</>;
  }
  return drift.total === 0 ? (
    <>{t('drift.headline.none')}</>
  ) : (
    <>{t(`drift.headline.${fine}`, { count: drift.total })}</>
  );
}

function verdictOf(
  { live, total }: TargetDriftResponse,
  groups: DriftGroups,
): keyof typeof icons {
  const fresh = live.state === 'observed' && !live.stale;
  if (!fresh) return 'unsure';
  if (groups.drifted > 0) return 'drifted';
  if (groups.indeterminate.length > 0 || total === 0) return 'unsure';
  const isComing = groups.undelivered.length + groups.awaited.length > 0;
  return isComing ? 'waiting' : 'fine';
}

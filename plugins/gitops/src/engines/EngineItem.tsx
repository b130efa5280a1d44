import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import AwayIcon from '@material-ui/icons/CloudOff';
import PendingIcon from '@material-ui/icons/HourglassEmpty';
import ReadyIcon from '@material-ui/icons/Check';
import type { EngineStatus } from '@backstage-gitops/plugin-gitops-common';
import { EngineLabel } from '../delivery/EngineLabel';
import { Fold } from '../look/Fold';
import { Mark } from '../look/Mark';
import { hairline, subtleText } from '../look/surface';
import type { Tone } from '../look/tones';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';
import { UndeclaredList } from './UndeclaredList';

const marks: Record<
  EngineStatus['state'],
  { readonly tone: Tone; readonly Icon: typeof ReadyIcon }
> = {
  ready: { tone: 'ok', Icon: ReadyIcon },
  failed: { tone: 'alert', Icon: AwayIcon },
  pending: { tone: 'unknown', Icon: PendingIcon },
};

const useStyles = makeStyles(
  theme => ({
    root: {
      border: hairline(theme),
      borderRadius: 10,
      padding: theme.spacing(2),
    },
    head: {
      display: 'flex',
      justifyContent: 'space-between',
      alignItems: 'center',
      gap: theme.spacing(1),
    },
    name: { fontWeight: 700, minWidth: 0 },
    reason: {
      margin: theme.spacing(1, 0, 0),
      fontSize: '0.88rem',
      overflowWrap: 'anywhere',
    },
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(2),
      marginTop: theme.spacing(1),
      fontSize: '0.82rem',
      color: subtleText(theme),
    },
    undeclared: {
      marginTop: theme.spacing(1.5),
      marginBottom: theme.spacing(-1.25),
    },
  }),
  { name: 'GitopsEngineItem' },
);

export interface EngineItemProps {
  readonly engine: EngineStatus;
}

/** One engine: whether it can be read, since when not, and what it applies. */
export function EngineItem({ engine }: EngineItemProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  const { kind, name, link, state, reason, since, lastSuccessAt } = engine;
  const { units, undeclaredTotal = 0, undeclared = [] } = engine;
  const { tone, Icon } = marks[state];
  return (
    <li className={classes.root}>
      <div className={classes.head}>
        <span className={classes.name}>
          <EngineLabel engine={kind} instance={name} link={link} />
        </span>
        <Mark tone={tone} icon={<Icon />}>
          {t(`engine.state.${state}`)}
        </Mark>
      </div>
      {reason && <p className={classes.reason}>{reason}</p>}
      <div className={classes.facts}>
        {state === 'failed' && since && (
          <span title={time.exact(since)}>
            {t('engine.awaySince', { time: time.minute(since) })}
          </span>
        )}
        {lastSuccessAt && (
          <span title={time.exact(lastSuccessAt)}>
            {t('engine.read', { time: time.ago(lastSuccessAt) })}
          </span>
        )}
        <span>{t('engine.units', { count: units })}</span>
        {state === 'failed' && lastSuccessAt && (
          <span>{t('engine.stale')}</span>
        )}
      </div>
      {undeclaredTotal > 0 && (
        <div className={classes.undeclared}>
          <Fold
            title={t('engine.undeclared.title', { count: undeclaredTotal })}
          >
            <UndeclaredList objects={undeclared} total={undeclaredTotal} />
          </Fold>
        </div>
      )}
    </li>
  );
}

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles, Theme } from '@material-ui/core/styles';
import FineIcon from '@material-ui/icons/CheckCircle';
import OutOfSyncIcon from '@material-ui/icons/SyncProblem';
import UnknownIcon from '@material-ui/icons/HelpOutline';
import {
  Delivery,
  DeliveryTrouble,
  objectName,
  TargetDeliveryResponse,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import type { ObservedLive } from '../live/liveState';
import { subtleText } from '../look/surface';
import { Tone, toneColors } from '../look/tones';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import { troubleIcons } from './DeliveryMark';
import { troubleTone } from './troubleTone';
import { EngineActions } from './EngineActions';
import { EngineLabel } from './EngineLabel';

const useStyles = makeStyles<Theme, { tone: Tone }>(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1.5, 2),
    },
    what: {
      display: 'flex',
      flex: '1 1 320px',
      gap: theme.spacing(1.5),
      minWidth: 0,
    },
    icon: { fontSize: 26, color: ({ tone }) => toneColors(theme, tone).text },
    title: { margin: 0, fontSize: '1.1rem', fontWeight: 700 },
    facts: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1),
      fontSize: '0.85rem',
      color: subtleText(theme),
      '& > *:not(:last-child)::after': {
        content: '"·"',
        marginLeft: theme.spacing(1),
      },
    },
  }),
  { name: 'GitopsDeliveryHeadline' },
);

export interface DeliveryHeadlineProps {
  readonly target: TargetState;
  readonly answer: TargetDeliveryResponse;
  readonly live: ObservedLive;
  readonly delivery: Delivery | undefined;
  readonly trouble: DeliveryTrouble | undefined;
  readonly onAsked: () => void;
}

/** How far it has come, in a sentence, who brings it, and what can be asked. */
export function DeliveryHeadline(props: DeliveryHeadlineProps) {
  const { target, answer, live, delivery, trouble, onAsked } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const verdict = verdictOf(live, delivery, trouble);
  const classes = useStyles({ tone: live.stale ? 'unknown' : verdict.tone });
  const engine = t(`live.engine.${live.engine}`);
  const { Icon } = verdict;
  return (
    <div className={classes.root}>
      <div className={classes.what}>
        <Icon className={classes.icon} aria-hidden />
        <div>
          <h3 className={classes.title} data-testid="gitops-delivery-headline">
            {t(`delivery.headline.${verdict.said}`, { engine })}
          </h3>
          <div className={classes.facts}>
            <span>
              <EngineLabel
                engine={live.engine}
                instance={delivery?.instance}
                link={delivery?.link}
              />
            </span>
            {delivery?.object && <span>{objectName(delivery.object)}</span>}
            {delivery?.automated && (
              <span>
                {t(`delivery.automated.${automatedHow(delivery.automated)}`)}
              </span>
            )}
            <span>
              {t('live.observed', {
                time: <RelativeTime time={live.observedAt} />,
              })}
            </span>
          </div>
        </div>
      </div>
      <EngineActions
        target={target}
        answer={answer}
        engine={live.engine}
        onAsked={onAsked}
      />
    </div>
  );
}

function automatedHow({ prune, selfHeal }: NonNullable<Delivery['automated']>) {
  if (prune && selfHeal) return 'both';
  if (prune) return 'prune';
  return selfHeal ? 'selfHeal' : 'plain';
}

function verdictOf(
  live: ObservedLive,
  delivery: Delivery | undefined,
  trouble: DeliveryTrouble | undefined,
) {
  if (trouble) {
    const { kind } = trouble;
    return { said: kind, tone: troubleTone(kind), Icon: troubleIcons[kind] };
  }
  const known = delivery?.steps.every(({ state }) => state !== 'unknown');
  if (!delivery || !known || live.sync.state === 'unknown') {
    return { said: 'unknown', tone: 'unknown', Icon: UnknownIcon } as const;
  }
  if (live.stale) {
    return { said: 'wasFine', tone: 'unknown', Icon: UnknownIcon } as const;
  }
  return live.sync.state === 'synced'
    ? ({ said: 'fine', tone: 'ok', Icon: FineIcon } as const)
    : ({ said: 'outOfSync', tone: 'waiting', Icon: OutOfSyncIcon } as const);
}

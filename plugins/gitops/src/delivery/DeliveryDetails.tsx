import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Delivery,
  TargetDeliveryResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { subtleText } from '../look/surface';
import { Section } from '../propose/Section';
import { gitopsTranslationRef } from '../translation';
import { ConditionList } from './ConditionList';
import { EngineHistory } from './EngineHistory';
import { EventList } from './EventList';
import { OperationFacts } from './OperationFacts';
import { WindowList } from './WindowList';

const useStyles = makeStyles(
  theme => ({
    sides: {
      display: 'grid',
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
      gap: theme.spacing(3.5, 4),
      [theme.breakpoints.down('sm')]: { gridTemplateColumns: '1fr' },
    },
    side: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(3),
      minWidth: 0,
    },
    quiet: { margin: 0, color: subtleText(theme), fontSize: '0.88rem' },
  }),
  { name: 'GitopsDeliveryDetails' },
);

export interface DeliveryDetailsProps {
  readonly answer: TargetDeliveryResponse;
  readonly delivery: Delivery;
  /** The message that stands above already. */
  readonly told: string | undefined;
}

/** What the engine does, says and remembers. */
export function DeliveryDetails(props: DeliveryDetailsProps) {
  const { answer, delivery, told } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { operation, conditions, history } = delivery;
  const { events, windows, canSync, unanswered } = answer;
  const underWay = operation?.phase === 'running';
  return (
    <div className={classes.sides}>
      <div className={classes.side}>
        {operation && (
          <Section
            title={t(
              underWay ? 'delivery.operation.now' : 'delivery.operation.last',
            )}
          >
            <OperationFacts operation={operation} told={told} />
          </Section>
        )}
        {conditions.length > 0 && (
          <Section title={t('delivery.conditions')}>
            <ConditionList conditions={conditions} told={told} />
          </Section>
        )}
        <Section title={t('delivery.history.title')}>
          {history.length > 0 ? (
            <EngineHistory history={history} />
          ) : (
            <p className={classes.quiet}>{t('delivery.history.none')}</p>
          )}
        </Section>
      </div>
      <div className={classes.side}>
        {windows.length > 0 && (
          <Section title={t('delivery.window.title')}>
            <WindowList windows={windows} canSync={canSync} />
          </Section>
        )}
        <Section title={t('delivery.event.title')}>
          {unanswered && events.length === 0 ? (
            <p className={classes.quiet}>{t('delivery.event.unanswered')}</p>
          ) : (
            <EventList events={events} about={delivery.object} />
          )}
        </Section>
      </div>
    </div>
  );
}

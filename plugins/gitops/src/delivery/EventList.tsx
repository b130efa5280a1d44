import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import NormalIcon from '@material-ui/icons/InfoOutlined';
import WarningIcon from '@material-ui/icons/ReportProblemOutlined';
import {
  EngineEvent,
  EngineObject,
  objectName,
} from '@backstage-gitops/plugin-gitops-common';
import { Mark } from '../look/Mark';
import { hairline, subtleText } from '../look/surface';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import { FirstRows } from './FirstRows';
import { LongText } from './LongText';

const AT_MOST = 8;

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: theme.spacing(0, 0, 1), padding: 0 },
    item: {
      padding: theme.spacing(0.75, 0),
      '& + &': { borderTop: hairline(theme) },
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(1),
      fontSize: '0.85rem',
    },
    reason: { fontWeight: 600, overflowWrap: 'anywhere' },
    quiet: { fontSize: '0.82rem', color: subtleText(theme) },
    message: {
      margin: 0,
      fontSize: '0.85rem',
      overflowWrap: 'anywhere',
      whiteSpace: 'pre-wrap',
    },
    object: {
      fontSize: '0.78rem',
      color: subtleText(theme),
      overflowWrap: 'anywhere',
    },
    none: { margin: 0, color: subtleText(theme), fontSize: '0.88rem' },
  }),
  { name: 'GitopsEventList' },
);

export interface EventListProps {
  readonly events: readonly EngineEvent[];
  /** What most of them are about, which is not told with each. */
  readonly about: EngineObject | undefined;
}

/** What was noted about the engine's object, newest first. */
export function EventList({ events, about }: EventListProps) {
  const object = about && objectName(about);
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (events.length === 0) {
    return <p className={classes.none}>{t('delivery.event.none')}</p>;
  }
  return (
    <FirstRows rows={events} atMost={AT_MOST}>
      {rows => (
        <ul className={classes.list}>
          {rows.map((event, index) => (
            // An event has no identity but its place in the list.
            // eslint-disable-next-line react/no-array-index-key
            <EventItem key={index} event={event} about={object} />
          ))}
        </ul>
      )}
    </FirstRows>
  );
}

function EventItem(props: {
  readonly event: EngineEvent;
  readonly about: string | undefined;
}) {
  const { event, about } = props;
  const { type, reason, message, at, count, object } = event;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const warning = type === 'warning';
  const Icon = warning ? WarningIcon : NormalIcon;
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <Mark
          tone={warning ? 'waiting' : 'unknown'}
          look={warning ? 'filled' : 'plain'}
          icon={<Icon />}
        >
          {t(`delivery.event.${type}`)}
        </Mark>
        <span className={classes.reason}>{reason}</span>
        {at && <RelativeTime time={at} className={classes.quiet} />}
        {count > 1 && (
          <span className={classes.quiet}>
            {t('delivery.event.times', { count })}
          </span>
        )}
      </div>
      <LongText text={message} className={classes.message} />
      {objectName(object) !== about && (
        <span className={classes.object}>{objectName(object)}</span>
      )}
    </li>
  );
}

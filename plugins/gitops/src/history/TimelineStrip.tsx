import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { hairline, subtleText } from '../look/surface';
import { toneColors } from '../look/tones';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';
import { abbreviateVersion } from '../artifacts/versionText';
import type { Timeline, TimelineDot, TimelineTrack } from './timelineTracks';

const DOT = 9;

const useStyles = makeStyles(
  theme => ({
    root: { padding: theme.spacing(1.5, 0, 1), margin: 0 },
    track: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(2),
      height: 26,
    },
    name: {
      width: 120,
      flexShrink: 0,
      fontSize: '0.82rem',
      fontWeight: 600,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      [theme.breakpoints.down('xs')]: { width: 84 },
    },
    line: {
      position: 'relative',
      flex: 1,
      height: '100%',
      marginRight: DOT,
      '&::before': {
        content: '""',
        position: 'absolute',
        left: 0,
        right: -DOT,
        top: '50%',
        borderTop: hairline(theme),
      },
    },
    dot: {
      position: 'absolute',
      top: '50%',
      width: DOT,
      height: DOT,
      borderRadius: '50%',
      transform: 'translate(-50%, -50%)',
      backgroundColor: theme.palette.primary.main,
      boxShadow: `0 0 0 1.5px ${theme.palette.background.paper}`,
    },
    // A rollback is a square on its corner: told without its colour.
    rollback: {
      borderRadius: 1,
      zIndex: 1,
      transform: 'translate(-50%, -50%) rotate(45deg)',
      backgroundColor: toneColors(theme, 'alert').text,
    },
    scale: {
      display: 'flex',
      justifyContent: 'space-between',
      marginLeft: 120 + theme.spacing(2),
      fontSize: '0.75rem',
      color: subtleText(theme),
      [theme.breakpoints.down('xs')]: { marginLeft: 84 + theme.spacing(2) },
    },
  }),
  { name: 'GitopsTimelineStrip' },
);

export interface TimelineStripProps {
  readonly timeline: Timeline;
}

/** The rhythm of changes in each environment over the same time. */
export function TimelineStrip({ timeline }: TimelineStripProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  return (
    <figure
      className={classes.root}
      aria-label={t('history.timeline', { time: time.day(timeline.from) })}
    >
      {timeline.tracks.map(track => (
        <Track key={track.environment} track={track} />
      ))}
      <figcaption className={classes.scale}>
        <span title={time.exact(timeline.from)}>{time.day(timeline.from)}</span>
        <span>{t('history.now')}</span>
      </figcaption>
    </figure>
  );
}

function Track({ track }: { readonly track: TimelineTrack }) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { environment, dots, rollbacks } = track;
  const label = t('history.track', {
    environment,
    changes: t('history.changes', { count: dots.length }),
    rollbacks: t('history.rollbacks', { count: rollbacks }),
  });
  return (
    <div className={classes.track}>
      <span className={classes.name} title={environment}>
        {environment}
      </span>
      <div className={classes.line} role="img" aria-label={label}>
        {dots.map(dot => (
          <Dot key={dot.entry.landedBy + dot.entry.commit} dot={dot} />
        ))}
      </div>
    </div>
  );
}

function Dot({ dot }: { readonly dot: TimelineDot }) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  const { entry, position } = dot;
  const moved = entry.artifacts
    .map(
      ({ from, to }) =>
        `${from ? abbreviateVersion(from) : '–'} → ${
          to ? abbreviateVersion(to) : '–'
        }`,
    )
    .join(', ');
  const lines = [
    moved,
    entry.rollback ? t('change.rollback') : '',
    time.exact(entry.effectiveAt),
    t('change.by', { author: entry.author }),
  ];
  return (
    <span
      className={
        entry.rollback ? `${classes.dot} ${classes.rollback}` : classes.dot
      }
      style={{ left: `${position * 100}%` }}
      title={lines.filter(line => line !== '').join('\n')}
    />
  );
}

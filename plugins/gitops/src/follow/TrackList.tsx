import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import CurrentIcon from '@material-ui/icons/Schedule';
import DoneIcon from '@material-ui/icons/CheckCircle';
import FailedIcon from '@material-ui/icons/ErrorOutline';
import SkippedIcon from '@material-ui/icons/RemoveCircleOutline';
import TodoIcon from '@material-ui/icons/RadioButtonUnchecked';
import UnknownIcon from '@material-ui/icons/HelpOutline';
import type { Proposal } from '@backstage-gitops/plugin-gitops-common';
import { Mark } from '../look/Mark';
import { hairline, subtleText } from '../look/surface';
import { Tone, toneColors } from '../look/tones';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import type { Arrival } from './arrivals';
import { StepState, TrackStep, trackSteps } from './trackSteps';
import { useStepText } from './useStepText';

const icons: Record<StepState, typeof DoneIcon> = {
  done: DoneIcon,
  current: CurrentIcon,
  todo: TodoIcon,
  failed: FailedIcon,
  skipped: SkippedIcon,
  unknown: UnknownIcon,
};
const tones: Record<StepState, Tone> = {
  done: 'ok',
  current: 'waiting',
  todo: 'unknown',
  failed: 'alert',
  skipped: 'unknown',
  unknown: 'unknown',
};

const useStyles = makeStyles(
  theme => ({
    root: { listStyle: 'none', margin: 0, padding: 0 },
    step: {
      position: 'relative',
      display: 'grid',
      gridTemplateColumns: '26px minmax(0, 1fr) auto',
      columnGap: theme.spacing(1.5),
      paddingBottom: theme.spacing(2.25),
      // The way between the steps.
      '&:not(:last-child)::before': {
        content: '""',
        position: 'absolute',
        left: 12,
        top: 26,
        bottom: 2,
        borderLeft: hairline(theme),
        borderLeftWidth: 2,
      },
      '&:last-child': { paddingBottom: 0 },
    },
    icon: { fontSize: 26 },
    done: { color: toneColors(theme, 'ok').text },
    current: { color: toneColors(theme, 'waiting').text },
    todo: { color: subtleText(theme), opacity: 0.7 },
    failed: { color: toneColors(theme, 'alert').text },
    skipped: { color: subtleText(theme) },
    unknown: { color: subtleText(theme) },
    name: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(1),
      fontWeight: 700,
      lineHeight: '26px',
    },
    later: { fontWeight: 500, color: subtleText(theme) },
    text: {
      fontSize: '0.88rem',
      color: subtleText(theme),
      overflowWrap: 'anywhere',
    },
    time: {
      fontSize: '0.82rem',
      lineHeight: '26px',
      color: subtleText(theme),
      whiteSpace: 'nowrap',
    },
  }),
  { name: 'GitopsTrackList' },
);

export interface TrackListProps {
  readonly proposal: Proposal;
  readonly arrivals: readonly Arrival[];
}

/** From opened to running: what is done, and what the next step waits for. */
export function TrackList({ proposal, arrivals }: TrackListProps) {
  const classes = useStyles();
  const text = useStepText(proposal, arrivals);
  return (
    <ol className={classes.root}>
      {trackSteps(proposal, arrivals).map(step => (
        <Step key={step.name} step={step} text={text[step.name]} />
      ))}
    </ol>
  );
}

function Step(props: { readonly step: TrackStep; readonly text: string }) {
  const { step, text } = props;
  const { name, state, time } = step;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const Icon = icons[state];
  const later = state === 'todo';
  return (
    <li
      className={classes.step}
      aria-current={state === 'current' ? 'step' : undefined}
    >
      <Icon className={`${classes.icon} ${classes[state]}`} aria-hidden />
      <div>
        <div
          className={later ? `${classes.name} ${classes.later}` : classes.name}
        >
          {t(`proposal.track.step.${name}`)}
          <Mark
            tone={tones[state]}
            look={
              state === 'current' || state === 'failed' ? 'filled' : 'plain'
            }
            icon={null}
          >
            {t(`proposal.track.state.${state}`)}
          </Mark>
        </div>
        {text && <div className={classes.text}>{text}</div>}
      </div>
      {time ? (
        <span className={classes.time}>
          <RelativeTime time={time} />
        </span>
      ) : (
        <span />
      )}
    </li>
  );
}

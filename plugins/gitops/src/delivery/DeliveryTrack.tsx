import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import { Fragment } from 'react';
import {
  DeliveryTrouble,
  deliveryTrouble,
} from '@backstage-gitops/plugin-gitops-common';
import type { ObservedLive } from '../live/liveState';
import { focusRing, subtleText, visuallyHidden } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { DeliveryMark } from './DeliveryMark';
import { deliveryTrack, stuckAt, TrackStep } from './deliveryTrack';
import { StepNode } from './StepNode';
import { shortRevision } from './shortRevision';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      alignItems: 'flex-start',
      gap: 4,
      width: '100%',
      minWidth: 0,
    },
    track: {
      display: 'flex',
      alignItems: 'center',
      gap: 5,
      width: '100%',
      maxWidth: 320,
      padding: 0,
      border: 0,
      background: 'none',
      font: 'inherit',
      fontSize: '0.78rem',
      lineHeight: '20px',
      textAlign: 'left',
      cursor: 'pointer',
      color: subtleText(theme),
      borderRadius: 4,
      '&:hover $word': { textDecoration: 'underline' },
      '&:focus-visible': focusRing(theme),
    },
    word: {},
    line: {
      flex: '1 1 10px',
      minWidth: 8,
      height: 0,
      borderTop: '1.5px solid currentColor',
      opacity: 0.45,
    },
    ahead: { borderTopStyle: 'dashed' },
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
    tip: { display: 'block', fontSize: '0.78rem', overflowWrap: 'anywhere' },
  }),
  { name: 'GitopsDeliveryTrack' },
);

export interface DeliveryTrackProps {
  readonly live: ObservedLive;
  /** What a press on it is called, and does. */
  readonly label: string;
  readonly onOpen: () => void;
}

/**
 * Declared, seen, running: where a declaration is stuck, and why. Nothing where
 * it came all the way, unless that was seen too long ago to be sure.
 */
export function DeliveryTrack({ live, label, onOpen }: DeliveryTrackProps) {
  const classes = useStyles();
  const { delivery } = live;
  const stale = live.stale !== undefined;
  const trouble = deliveryTrouble(delivery);
  if (!delivery || (!trouble && !stale)) return null;
  const told = trouble !== undefined && toldByHealth(trouble, live);
  const why = trouble && whyOf(trouble, live);
  return (
    <div className={classes.root} data-testid="gitops-delivery-track">
      {trouble?.kind !== 'claimed' && (
        <Track
          steps={deliveryTrack(delivery)}
          trouble={trouble}
          live={live}
          label={label}
          onOpen={onOpen}
        />
      )}
      {trouble && !told && <DeliveryMark trouble={trouble} stale={stale} />}
      {why && (
        <span className={classes.why} title={why}>
          {why}
        </span>
      )}
    </div>
  );
}

/** What the health says beside it needs no second mark. */
function toldByHealth(
  { kind }: DeliveryTrouble,
  { health: { state } }: ObservedLive,
): boolean {
  return (
    (kind === 'degraded' && state === 'degraded') ||
    (kind === 'rollingOut' && state === 'progressing')
  );
}

/** The message, unless a word or the health beside it says the same. */
function whyOf(
  trouble: DeliveryTrouble,
  live: ObservedLive,
): string | undefined {
  const { kind, names, message } = trouble;
  if (kind === 'needsSync') return undefined;
  if (kind === 'waiting' && names.length === 1) return undefined;
  return toldByHealth(trouble, live) && live.health.message
    ? undefined
    : message;
}

function Track(
  props: DeliveryTrackProps & {
    readonly steps: readonly TrackStep[];
    readonly trouble: DeliveryTrouble | undefined;
  },
) {
  const { steps, trouble, live, label, onOpen } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const engine = t(`live.engine.${live.engine}`);
  const stuck = stuckAt(steps);
  const reached = stuck ? steps.indexOf(stuck) : steps.length;
  const told = steps.map(step => ({
    step,
    text: [
      `${t(`delivery.track.full.${step.name}`, { engine })}: ${t(
        `delivery.stepState.${step.state}`,
      )}`,
      ...(step.revision ? [shortRevision(step.revision)] : []),
    ].join(' · '),
  }));
  return (
    <Tooltip
      title={
        <>
          {told.map(({ step, text }) => (
            <span key={step.name} className={classes.tip}>
              {text}
            </span>
          ))}
          {trouble?.message && (
            <span className={classes.tip}>{trouble.message}</span>
          )}
        </>
      }
    >
      <button
        type="button"
        className={classes.track}
        onClick={event => {
          event.stopPropagation();
          onOpen();
        }}
        // The tooltip would take the place of what is said here.
        aria-label={[label, ...told.map(({ text }) => text)].join(', ')}
      >
        {steps.map((step, index) => (
          <Fragment key={step.name}>
            {index > 0 && (
              <span
                className={
                  index > reached
                    ? `${classes.line} ${classes.ahead}`
                    : classes.line
                }
              />
            )}
            <StepNode
              state={step.state}
              trouble={step === stuck ? trouble?.kind : undefined}
              stale={live.stale !== undefined}
              ahead={index > reached}
              className={classes.word}
            >
              {t(`delivery.track.${step.name}`, { engine })}
            </StepNode>
          </Fragment>
        ))}
      </button>
    </Tooltip>
  );
}

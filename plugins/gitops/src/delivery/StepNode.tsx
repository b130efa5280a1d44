import { makeStyles, Theme } from '@material-ui/core/styles';
import AheadIcon from '@material-ui/icons/RadioButtonUnchecked';
import DoneIcon from '@material-ui/icons/CheckCircle';
import FailedIcon from '@material-ui/icons/ErrorOutline';
import UnknownIcon from '@material-ui/icons/HelpOutline';
import type {
  DeliveryStep,
  TroubleKind,
} from '@backstage-gitops/plugin-gitops-common';
import type { ReactNode } from 'react';
import { Tone, toneColors } from '../look/tones';
import { troubleIcons } from './DeliveryMark';
import { troubleTone } from './troubleTone';

const icons: Record<DeliveryStep['state'], typeof DoneIcon> = {
  done: DoneIcon,
  pending: AheadIcon,
  failed: FailedIcon,
  unknown: UnknownIcon,
};
const tones: Record<DeliveryStep['state'], Tone> = {
  done: 'ok',
  pending: 'unknown',
  failed: 'alert',
  unknown: 'unknown',
};

const useStyles = makeStyles<Theme, { tone: Tone; told: boolean }>(
  theme => ({
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 4,
      whiteSpace: 'nowrap',
      color: ({ tone, told }) =>
        told ? toneColors(theme, tone).text : 'inherit',
      fontWeight: ({ told }) => (told ? 700 : 500),
      '& svg': {
        fontSize: '1.15em',
        color: ({ tone }) => toneColors(theme, tone).text,
      },
    },
  }),
  { name: 'GitopsStepNode' },
);

export interface StepNodeProps {
  readonly state: DeliveryStep['state'];
  /** Why the way ends here. */
  readonly trouble?: TroubleKind;
  /** Not reached yet. */
  readonly ahead?: boolean;
  /** Seen too long ago to be told in colour. */
  readonly stale?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A step of the way; the one that it is stuck at stands out. */
export function StepNode(props: StepNodeProps) {
  const { state, trouble, ahead = false, stale = false, className } = props;
  const stuck = trouble !== undefined && state !== 'done';
  const Icon = ahead ? AheadIcon : iconOf(state, stuck ? trouble : undefined);
  const tone = stuck ? troubleTone(trouble) : tones[state];
  const classes = useStyles({
    tone: stale || ahead ? 'unknown' : tone,
    told: stuck && !stale,
  });
  return (
    <span className={classes.root}>
      <Icon aria-hidden />
      <span className={className}>{props.children}</span>
    </span>
  );
}

function iconOf(
  state: DeliveryStep['state'],
  trouble: TroubleKind | undefined,
): typeof DoneIcon {
  return trouble === undefined ? icons[state] : troubleIcons[trouble];
}

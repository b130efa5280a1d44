import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { Difference } from '@backstage-gitops/plugin-gitops-common';
import { focusRing, monospace, subtleText } from '../look/surface';
import { toneColors } from '../look/tones';
import { gitopsTranslationRef } from '../translation';
import { fieldValueText } from './fieldValue';

/** Longer values scroll in their cell. */
const LONG = 240;

const useStyles = makeStyles(
  theme => ({
    value: {
      display: 'inline-block',
      maxWidth: '100%',
      maxHeight: 148,
      overflow: 'auto',
      margin: 0,
      padding: '1px 6px',
      borderRadius: 4,
      fontFamily: monospace,
      fontSize: '0.8rem',
      lineHeight: 1.5,
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
      '&:focus-visible': focusRing(theme),
    },
    declared: {
      color: toneColors(theme, 'neutral').text,
      backgroundColor: toneColors(theme, 'neutral').background,
    },
    live: {
      color: toneColors(theme, 'drift').text,
      backgroundColor: toneColors(theme, 'drift').background,
    },
    none: {
      fontSize: '0.82rem',
      fontStyle: 'italic',
      color: subtleText(theme),
    },
  }),
  { name: 'GitopsFieldValue' },
);

export interface FieldValueProps {
  readonly difference: Difference;
  readonly side: 'declared' | 'live';
}

/** One side of a difference, or why that side has none. */
export function FieldValue({ difference, side }: FieldValueProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const value = difference[side];
  if (value === undefined) {
    return (
      <span className={classes.none}>
        {t(`drift.value.${absence(difference, side)}`)}
      </span>
    );
  }
  const text = fieldValueText(value);
  const long = text.length > LONG || text.split('\n').length > 6;
  return (
    <code
      className={`${classes.value} ${classes[side]}`}
      // What scrolls must be reached by keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={long ? 0 : undefined}
    >
      {text}
    </code>
  );
}

function absence(
  difference: Difference,
  side: 'declared' | 'live',
): 'none' | 'removed' | 'undeclared' {
  if (side === 'live') return 'none';
  if (difference.class === 'pendingRemoval') return 'removed';
  return 'undeclared';
}

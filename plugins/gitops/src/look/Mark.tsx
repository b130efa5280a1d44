import { makeStyles, Theme } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { Tone, toneColors } from './tones';

const useStyles = makeStyles<Theme, { tone: Tone }>(
  theme => ({
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 5,
      maxWidth: '100%',
      padding: '1px 8px',
      borderRadius: 999,
      border: '1px solid',
      fontSize: '0.78rem',
      fontWeight: 600,
      lineHeight: '20px',
      whiteSpace: 'nowrap',
      color: ({ tone }) => toneColors(theme, tone).text,
      backgroundColor: ({ tone }) => toneColors(theme, tone).background,
      borderColor: ({ tone }) => toneColors(theme, tone).border,
      '& svg': { fontSize: '0.95rem', flexShrink: 0 },
    },
    plain: {
      padding: 0,
      fontWeight: 500,
      borderColor: 'transparent',
      backgroundColor: 'transparent',
    },
  }),
  { name: 'GitopsMark' },
);

export interface MarkProps {
  readonly tone: Tone;
  readonly icon: ReactNode;
  readonly children: ReactNode;
  readonly title?: string;
  /** `plain` has no ground of its own, for what needs no attention. */
  readonly look?: 'filled' | 'plain';
}

/** A state as icon and word, its colour only underlining them. */
export function Mark(props: MarkProps) {
  const { tone, icon, children, title, look = 'filled' } = props;
  const classes = useStyles({ tone });
  return (
    <span
      className={
        look === 'plain' ? `${classes.root} ${classes.plain}` : classes.root
      }
      title={title}
    >
      {icon}
      <span>{children}</span>
    </span>
  );
}

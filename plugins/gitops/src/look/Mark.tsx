import { makeStyles, Theme } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { Tone, toneColors } from './tones';

type Look = 'filled' | 'plain';

const useStyles = makeStyles<Theme, { tone: Tone; look: Look }>(
  theme => ({
    root: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 5,
      maxWidth: '100%',
      padding: ({ look }) => (look === 'plain' ? '1px 0' : '1px 8px'),
      borderRadius: 999,
      border: '1px solid',
      borderColor: ({ tone, look }) =>
        look === 'plain' ? 'transparent' : toneColors(theme, tone).border,
      fontSize: '0.78rem',
      fontWeight: ({ look }) => (look === 'plain' ? 500 : 600),
      lineHeight: '20px',
      whiteSpace: 'nowrap',
      color: ({ tone }) => toneColors(theme, tone).text,
      backgroundColor: ({ tone, look }) =>
        look === 'plain' ? 'transparent' : toneColors(theme, tone).background,
      '& svg': { fontSize: '0.95rem', flexShrink: 0 },
    },
    words: { overflow: 'hidden', textOverflow: 'ellipsis' },
  }),
  { name: 'GitopsMark' },
);

export interface MarkProps {
  readonly tone: Tone;
  readonly icon: ReactNode;
  readonly children: ReactNode;
  readonly title?: string;
  /** `plain` has no ground of its own, for what needs no attention. */
  readonly look?: Look;
}

/** A state as icon and word, its colour only underlining them. */
export function Mark(props: MarkProps) {
  const { tone, icon, children, title, look = 'filled' } = props;
  const classes = useStyles({ tone, look });
  return (
    <span className={classes.root} title={title}>
      {icon}
      <span className={classes.words}>{children}</span>
    </span>
  );
}

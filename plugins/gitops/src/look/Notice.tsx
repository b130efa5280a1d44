import { makeStyles, Theme } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { Tone, toneColors } from './tones';

const useStyles = makeStyles<Theme, { tone: Tone }>(
  theme => ({
    root: {
      display: 'flex',
      gap: theme.spacing(1.5),
      [theme.breakpoints.down('xs')]: { flexWrap: 'wrap' },
      padding: theme.spacing(1.5, 2),
      borderRadius: 10,
      border: '1px solid',
      borderColor: ({ tone }) => toneColors(theme, tone).border,
      backgroundColor: ({ tone }) => toneColors(theme, tone).background,
      fontSize: '0.88rem',
      lineHeight: 1.5,
      alignItems: 'flex-start',
    },
    icon: {
      display: 'flex',
      color: ({ tone }) => toneColors(theme, tone).text,
      '& svg': { fontSize: 22 },
    },
    body: { flex: '1 1 220px', minWidth: 0, overflowWrap: 'anywhere' },
    title: {
      fontWeight: 600,
      color: ({ tone }) => toneColors(theme, tone).text,
    },
  }),
  { name: 'GitopsNotice' },
);

export interface NoticeProps {
  readonly tone: Tone;
  readonly icon: ReactNode;
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** Something true of the whole page that the person should know first. */
export function Notice(props: NoticeProps) {
  const { tone, icon, title, action, children } = props;
  const classes = useStyles({ tone });
  return (
    <div className={classes.root} role="status">
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <div className={classes.body}>
        <div className={classes.title}>{title}</div>
        {children}
      </div>
      {action}
    </div>
  );
}

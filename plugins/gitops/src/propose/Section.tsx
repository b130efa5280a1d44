import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { subtleText } from '../look/surface';

const useStyles = makeStyles(
  theme => ({
    root: { minWidth: 0 },
    head: {
      display: 'flex',
      alignItems: 'baseline',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1),
      marginBottom: theme.spacing(0.75),
    },
    title: { margin: 0, fontSize: '0.95rem', fontWeight: 700 },
    note: { fontSize: '0.82rem', color: subtleText(theme) },
  }),
  { name: 'GitopsProposeSection' },
);

export interface SectionProps {
  readonly title: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** One question of the dialog, with its answer. */
export function Section({ title, note, children }: SectionProps) {
  const classes = useStyles();
  return (
    <section className={classes.root} aria-label={title}>
      <div className={classes.head}>
        <h3 className={classes.title}>{title}</h3>
        {note && <span className={classes.note}>{note}</span>}
      </div>
      {children}
    </section>
  );
}

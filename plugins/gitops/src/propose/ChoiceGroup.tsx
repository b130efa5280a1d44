import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { subtleText } from '../look/surface';

const useStyles = makeStyles(
  theme => ({
    groups: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fit, minmax(min(340px, 100%), 1fr))',
      gap: theme.spacing(2, 4),
    },
    group: { border: 0, margin: 0, padding: 0, minWidth: 0 },
    wide: { gridColumn: '1 / -1' },
    legend: {
      padding: 0,
      marginBottom: 4,
      fontSize: '0.82rem',
      fontWeight: 600,
      color: subtleText(theme),
    },
    hint: { fontWeight: 400 },
  }),
  { name: 'GitopsChoiceGroup' },
);

/** Groups of choices, side by side where there is room. */
export function ChoiceGroups({ children }: { readonly children: ReactNode }) {
  const classes = useStyles();
  return <div className={classes.groups}>{children}</div>;
}

export interface ChoiceGroupProps {
  readonly title: string;
  readonly hint?: string;
  readonly wide?: true;
  readonly children: ReactNode;
}

/** Choices that answer one question. */
export function ChoiceGroup({ title, hint, wide, children }: ChoiceGroupProps) {
  const classes = useStyles();
  return (
    <fieldset
      className={wide ? `${classes.group} ${classes.wide}` : classes.group}
    >
      <legend className={classes.legend}>
        {title}
        {hint && <span className={classes.hint}> · {hint}</span>}
      </legend>
      {children}
    </fieldset>
  );
}

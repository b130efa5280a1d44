import Checkbox from '@material-ui/core/Checkbox';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode, useState } from 'react';
import { subtleText } from '../look/surface';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns: 'auto minmax(0, 1fr)',
      alignItems: 'start',
      columnGap: 6,
    },
    box: { padding: 3 },
    label: {
      paddingTop: 2,
      fontSize: '0.9rem',
      lineHeight: 1.5,
      overflowWrap: 'anywhere',
      cursor: 'pointer',
    },
    fixed: { cursor: 'default' },
    hint: {
      gridColumn: 2,
      fontSize: '0.82rem',
      color: subtleText(theme),
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'GitopsCheckLine' },
);

export interface CheckLineProps {
  readonly checked: boolean;
  /** It comes with what is chosen, though nobody chose it. */
  readonly along?: boolean;
  readonly disabled?: boolean;
  readonly hint?: ReactNode;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
}

let made = 0;
// React 17, which portals may still run, has no useId.
const nextId = () => `gitops-check-${++made}`;

/** One thing that can be chosen, in as many lines as it takes. */
export function CheckLine(props: CheckLineProps) {
  const { checked, along = false, hint, onChange, children } = props;
  const { disabled = false } = props;
  const classes = useStyles();
  const [id] = useState(nextId);
  return (
    <div className={classes.root}>
      <Checkbox
        id={id}
        className={classes.box}
        size="small"
        color="primary"
        checked={checked}
        indeterminate={along}
        disabled={disabled}
        onChange={event => onChange(event.target.checked)}
        inputProps={{
          'aria-checked': along ? 'mixed' : undefined,
          'aria-describedby': hint ? `${id}-hint` : undefined,
        }}
      />
      <label
        htmlFor={id}
        className={
          disabled ? `${classes.label} ${classes.fixed}` : classes.label
        }
      >
        {children}
      </label>
      {hint && (
        <div id={`${id}-hint`} className={classes.hint}>
          {hint}
        </div>
      )}
    </div>
  );
}

import Radio from '@material-ui/core/Radio';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { subtleText } from '../look/surface';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'grid',
      gridTemplateColumns: 'auto minmax(0, 1fr)',
      alignItems: 'start',
      columnGap: 6,
      cursor: 'pointer',
    },
    off: { cursor: 'default', opacity: 0.75 },
    button: { padding: 3 },
    body: {
      paddingTop: 2,
      fontSize: '0.9rem',
      minWidth: 0,
      overflowWrap: 'anywhere',
    },
    hint: { fontSize: '0.82rem', color: subtleText(theme) },
  }),
  { name: 'GitopsRadioLine' },
);

export interface RadioLineProps {
  /** What the choice is called among the others. */
  readonly name: string;
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly hint?: ReactNode;
  readonly onChoose: () => void;
  readonly children: ReactNode;
}

/** One of several of which one is chosen. */
export function RadioLine(props: RadioLineProps) {
  const { name, label, checked, disabled = false, hint, onChoose } = props;
  const classes = useStyles();
  return (
    // What is chosen names itself by the button's own label.
    // eslint-disable-next-line jsx-a11y/label-has-associated-control
    <label
      className={disabled ? `${classes.root} ${classes.off}` : classes.root}
    >
      <Radio
        className={classes.button}
        size="small"
        color="primary"
        name={name}
        checked={checked}
        disabled={disabled}
        onChange={onChoose}
        inputProps={{ 'aria-label': label }}
      />
      <span className={classes.body}>
        {props.children}
        {hint && <div className={classes.hint}>{hint}</div>}
      </span>
    </label>
  );
}

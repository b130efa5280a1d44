import Button, { ButtonProps } from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import { useId } from './useId';
import { focusRing, visuallyHidden } from './surface';

const useStyles = makeStyles(
  theme => ({
    root: {
      textTransform: 'none',
      whiteSpace: 'nowrap',
      '&:focus-visible': focusRing(theme),
    },
    off: {
      color: theme.palette.action.disabled,
      cursor: 'default',
      '&:hover': { backgroundColor: 'transparent' },
    },
    hidden: visuallyHidden,
  }),
  { name: 'GitopsReasonedButton' },
);

export interface ReasonedButtonProps
  extends Pick<
    ButtonProps,
    'startIcon' | 'children' | 'aria-haspopup' | 'aria-label'
  > {
  /** Why it does nothing now; it can be reached all the same, to be read. */
  readonly obstacle?: string;
  /** What is done here most. */
  readonly primary?: true;
  readonly onClick: (button: HTMLElement) => void;
}

/** A button that says why it is off, to the pointer and the keyboard. */
export function ReasonedButton(props: ReasonedButtonProps) {
  const { obstacle, primary, onClick, children, ...rest } = props;
  const classes = useStyles();
  const id = useId('gitops-obstacle');
  const off = obstacle !== undefined;
  return (
    <>
      <Tooltip title={obstacle ?? ''}>
        <Button
          {...rest}
          size="small"
          variant={primary && !off ? 'contained' : 'outlined'}
          color={primary && !off ? 'primary' : 'default'}
          className={off ? `${classes.root} ${classes.off}` : classes.root}
          aria-disabled={off}
          aria-describedby={off ? id : undefined}
          disableRipple={off}
          onClick={event => {
            if (!off) onClick(event.currentTarget);
          }}
        >
          {children}
        </Button>
      </Tooltip>
      {off && (
        <span id={id} className={classes.hidden}>
          {obstacle}
        </span>
      )}
    </>
  );
}

import Button, { ButtonProps } from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { focusRing } from './surface';

const useStyles = makeStyles(
  theme => ({
    root: {
      textTransform: 'none',
      whiteSpace: 'nowrap',
      '&:focus-visible': focusRing(theme),
    },
  }),
  { name: 'GitopsActionButton' },
);

export type ActionButtonProps = Pick<
  ButtonProps,
  | 'onClick'
  | 'disabled'
  | 'startIcon'
  | 'aria-expanded'
  | 'aria-label'
  | 'aria-describedby'
  | 'children'
>;

/** What can be done here, said in a calm voice. */
export function ActionButton(props: ActionButtonProps) {
  const classes = useStyles();
  return (
    <Button
      {...props}
      size="small"
      variant="outlined"
      className={classes.root}
    />
  );
}

import Button, { ButtonProps } from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  { root: { textTransform: 'none', whiteSpace: 'nowrap' } },
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

import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  {
    root: {
      display: '-webkit-box',
      WebkitBoxOrient: 'vertical',
      WebkitLineClamp: 2,
      overflow: 'hidden',
      overflowWrap: 'anywhere',
      unicodeBidi: 'isolate',
    },
  },
  { name: 'GitopsSubject' },
);

export interface SubjectProps {
  readonly text: string;
  readonly className?: string;
}

/** A commit's subject: text that anyone may have written, at two lines most. */
export function Subject({ text, className }: SubjectProps) {
  const classes = useStyles();
  return (
    <span className={`${classes.root} ${className ?? ''}`} title={text}>
      {text}
    </span>
  );
}

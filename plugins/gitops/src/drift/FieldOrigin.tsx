import { makeStyles } from '@material-ui/core/styles';
import type {
  Change,
  Difference,
} from '@backstage-gitops/plugin-gitops-common';
import { OriginLink } from '../artifacts/OriginLink';
import type { FileLinks } from '../artifacts/safeHref';
import { PullRequestLink } from '../changes/PullRequestLink';
import { subtleText } from '../look/surface';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'block', minWidth: 0 },
    who: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: 6,
      fontSize: '0.78rem',
      color: subtleText(theme),
    },
  }),
  { name: 'GitopsFieldOrigin' },
);

/** Where origins lead, and the change whose lines are known. */
export interface OriginContext extends FileLinks {
  readonly repository: string;
  readonly lastChange?: Change;
}

export interface FieldOriginProps {
  readonly difference: Difference;
  readonly context: OriginContext;
}

/** The line of Git that declares a field, and who last changed that line. */
export function FieldOrigin({ difference, context }: FieldOriginProps) {
  const classes = useStyles();
  const { origin } = difference;
  if (!origin) return <>–</>;
  const { lastChange } = context;
  const wrote = lastChange?.artifacts.some(
    ({ file, line }) => file === origin.file && line === origin.line,
  );
  return (
    <span className={classes.root}>
      <OriginLink target={context} artifact={origin} look="short" />
      {wrote && lastChange && (
        <span className={classes.who}>
          {lastChange.pullRequest && (
            <PullRequestLink pullRequest={lastChange.pullRequest} />
          )}
          <span>{lastChange.author}</span>
        </span>
      )}
    </span>
  );
}

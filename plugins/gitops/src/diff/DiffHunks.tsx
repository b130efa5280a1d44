import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { Fragment } from 'react';
import {
  Decoration,
  Diff,
  Hunk,
  HunkData,
  HunkTokens,
  markEdits,
  tokenize,
  ViewType,
} from 'react-diff-view';
import { subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';

const useStyles = makeStyles(
  theme => ({
    gap: {
      padding: theme.spacing(0.25, 1.5),
      fontFamily: theme.typography.fontFamily,
      fontSize: '0.78rem',
      color: subtleText(theme),
      backgroundColor: theme.palette.action.hover,
    },
  }),
  { name: 'GitopsDiffHunks' },
);

/** What differs within lines that took each other's place. */
export function markedEdits(hunks: HunkData[]): HunkTokens {
  return tokenize(hunks, { enhancers: [markEdits(hunks, { type: 'block' })] });
}

export interface DiffHunksProps {
  /** Made of `diffLook`. */
  readonly className: string;
  readonly viewType: ViewType;
  readonly hunks: HunkData[];
  readonly tokens?: HunkTokens;
}

/** Lines that differ, and how many equal ones are left out between them. */
export function DiffHunks(props: DiffHunksProps) {
  return (
    <Diff {...props} diffType="modify">
      {drawn =>
        drawn.map((hunk, index) => (
          <Fragment key={hunk.content}>
            <Gap before={drawn[index - 1]} after={hunk} />
            <Hunk hunk={hunk} />
          </Fragment>
        ))
      }
    </Diff>
  );
}

function Gap(props: { readonly before?: HunkData; readonly after: HunkData }) {
  const { before, after } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const end = before ? before.oldStart + before.oldLines : 1;
  const count = after.oldStart - end;
  if (count <= 0) return null;
  return (
    <Decoration>
      <div className={classes.gap}>{t('manifest.gap', { count })}</div>
    </Decoration>
  );
}

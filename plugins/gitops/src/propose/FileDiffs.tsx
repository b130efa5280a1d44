import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { ProposedFile } from '@backstage-gitops/plugin-gitops-common';
import { monospace, subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { DiffFold } from './DiffFold';
import { FirstOf } from './FirstOf';

const SHOWN = 30;
/** So many are unfolded from the start. */
const UNFOLDED = 4;
/** A longer diff is unfolded by whoever wants to read it. */
const UNFOLDED_LENGTH = 12_000;

const useStyles = makeStyles(
  theme => ({
    path: { fontFamily: monospace, fontSize: '0.8rem', fontWeight: 600 },
    quiet: { margin: 0, color: subtleText(theme) },
  }),
  { name: 'GitopsFileDiffs' },
);

export interface FileDiffsProps {
  readonly files: readonly ProposedFile[];
}

/** The files that the pull request would change. */
export function FileDiffs({ files }: FileDiffsProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (files.length === 0) {
    return <p className={classes.quiet}>{t('proposal.plan.noFiles')}</p>;
  }
  return (
    <div>
      <FirstOf
        items={files}
        count={SHOWN}
        keyOf={({ branch, path }) => `${branch}:${path}`}
      >
        {({ path, diff }, index) => (
          <DiffFold
            title={<span className={classes.path}>{path}</span>}
            copy={path}
            diff={diff}
            unfolded={index < UNFOLDED && diff.length <= UNFOLDED_LENGTH}
          />
        )}
      </FirstOf>
    </div>
  );
}

import { makeStyles } from '@material-ui/core/styles';
import type { EngineRevision } from '@backstage-gitops/plugin-gitops-common';
import { createContext, useContext } from 'react';
import { CommitLink } from '../changes/CommitLink';
import { monospace } from '../look/surface';
import { shortRevision } from './shortRevision';

const useStyles = makeStyles(
  { root: { fontFamily: monospace, fontSize: '0.78rem' } },
  { name: 'GitopsRevisionText' },
);

/** Where the forge shows a commit, as far as that is known. */
export const CommitPages = createContext<
  (commit: string) => string | undefined
>(() => undefined);

export interface RevisionTextProps {
  readonly revision: EngineRevision;
}

/** A revision, short; the whole of it on hover, a commit as a link. */
export function RevisionText({ revision }: RevisionTextProps) {
  const classes = useStyles();
  const pageOf = useContext(CommitPages);
  const { commit } = revision;
  if (commit !== undefined) {
    return <CommitLink commit={commit} url={pageOf(commit)} />;
  }
  return (
    <span className={classes.root} title={revision.revision}>
      {shortRevision(revision)}
    </span>
  );
}

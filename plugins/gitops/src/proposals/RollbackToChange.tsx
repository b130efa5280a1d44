import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type {
  ChangeEntry,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { focusRing } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { useProposals } from './ProposalsContext';
import { useMayPropose } from './useMayPropose';

const useStyles = makeStyles(
  theme => ({
    root: {
      border: 0,
      padding: 0,
      background: 'none',
      font: 'inherit',
      fontSize: '0.82rem',
      whiteSpace: 'nowrap',
      cursor: 'pointer',
      color: theme.palette.primary.main,
      borderRadius: 3,
      '&:hover': { textDecoration: 'underline' },
      '&:focus-visible': focusRing(theme),
    },
  }),
  { name: 'GitopsRollbackToChange' },
);

export interface RollbackToChangeProps {
  readonly entry: ChangeEntry;
  /** Those that it moved and that are still declared. */
  readonly targets: readonly TargetState[];
}

/** Begins a rollback with one change of the history. */
export function RollbackToChange({ entry, targets }: RollbackToChangeProps) {
  const [first] = targets;
  return first ? <Begin entry={entry} targets={targets} first={first} /> : null;
}

function Begin(props: RollbackToChangeProps & { readonly first: TargetState }) {
  const { entry, targets, first } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { propose } = useProposals();
  if (useMayPropose(first.id) !== 'yes') return null;
  const own = targets.filter(
    ({ repository }) => repository === first.repository,
  );
  return (
    <button
      type="button"
      className={classes.root}
      aria-label={t('proposal.action.rollbackRow', { subject: entry.subject })}
      onClick={() => propose({ kind: 'rollback', targets: own, change: entry })}
    >
      {t('proposal.action.rollback')}
    </button>
  );
}

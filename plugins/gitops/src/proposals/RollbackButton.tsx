import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import RollbackIcon from '@material-ui/icons/Undo';
import type { TargetState } from '@backstage-gitops/plugin-gitops-common';
import { gitopsTranslationRef } from '../translation';
import { useProposals } from './ProposalsContext';
import { useMayPropose } from './useMayPropose';

const useStyles = makeStyles(
  {
    root: { textTransform: 'none', whiteSpace: 'nowrap', lineHeight: 1.5 },
    quiet: { padding: '2px 8px', minWidth: 0, fontSize: '0.82rem' },
    hidden: { visibility: 'hidden' },
  },
  { name: 'GitopsRollbackButton' },
);

export interface RollbackButtonProps {
  readonly target: TargetState;
  readonly label: string;
  readonly look: 'quiet' | 'action';
}

/** Begins a rollback; not there for whoever may not propose one. */
export function RollbackButton({ target, label, look }: RollbackButtonProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { propose, targets = [] } = useProposals();
  const may = useMayPropose(target.id);
  if (may === 'no' || !target.lastChange) return null;
  const beside = targets.filter(
    ({ service, environment, repository }) =>
      service === target.service &&
      environment === target.environment &&
      repository === target.repository,
  );
  const names = [
    classes.root,
    ...(look === 'quiet' ? [classes.quiet] : []),
    ...(may === 'loading' ? [classes.hidden] : []),
  ];
  return (
    <Button
      size="small"
      variant={look === 'quiet' ? 'text' : 'outlined'}
      className={names.join(' ')}
      startIcon={look === 'quiet' ? undefined : <RollbackIcon />}
      disabled={may === 'loading'}
      aria-label={t('proposal.action.rollbackOf', {
        target: label,
        environment: target.environment,
      })}
      onClick={() =>
        propose({
          kind: 'rollback',
          targets: [target, ...beside.filter(({ id }) => id !== target.id)],
          chosen: [target.id],
        })
      }
    >
      {t('proposal.action.rollback')}
    </Button>
  );
}

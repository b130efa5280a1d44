import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import PromoteIcon from '@material-ui/icons/TrendingFlat';
import type { TargetState } from '@backstage-gitops/plugin-gitops-common';
import { gitopsTranslationRef } from '../translation';
import { useProposals } from './ProposalsContext';
import { useMayPropose } from './useMayPropose';

const useStyles = makeStyles(
  theme => ({
    root: { textTransform: 'none', whiteSpace: 'nowrap', lineHeight: 1.5 },
    gap: {
      flexShrink: 0,
      minWidth: 0,
      padding: '0 10px',
      borderRadius: 999,
      fontSize: '0.78rem',
      lineHeight: '22px',
      backgroundColor: theme.palette.background.paper,
      '&:hover': { backgroundColor: theme.palette.background.paper },
      '& .MuiButton-startIcon': { margin: '0 4px 0 -2px' },
    },
    quiet: { padding: '2px 8px', minWidth: 0, fontSize: '0.82rem' },
    hidden: { visibility: 'hidden' },
  }),
  { name: 'GitopsPromoteButton' },
);

export interface PromoteButtonProps {
  readonly from: string;
  /** One at least, all of one environment. */
  readonly targets: readonly TargetState[];
  readonly look: 'gap' | 'quiet' | 'action';
}

/** Begins a promotion; not there for whoever may not propose one. */
export function PromoteButton({ from, targets, look }: PromoteButtonProps) {
  const [{ id, service, environment: to }] = targets;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { propose } = useProposals();
  const may = useMayPropose(id);
  if (may === 'no') return null;
  const names = [
    classes.root,
    ...(look === 'action' ? [] : [classes[look]]),
    ...(may === 'loading' ? [classes.hidden] : []),
  ];
  return (
    <Button
      size="small"
      variant={look === 'quiet' ? 'text' : 'outlined'}
      color="primary"
      className={names.join(' ')}
      startIcon={look === 'quiet' ? undefined : <PromoteIcon />}
      disabled={may === 'loading'}
      aria-label={t('proposal.action.promoteOf', { service, from, to })}
      onClick={() => propose({ kind: 'promotion', from, to, targets })}
    >
      {look === 'gap'
        ? t('proposal.action.promoteShort')
        : t('proposal.action.promote')}
    </Button>
  );
}

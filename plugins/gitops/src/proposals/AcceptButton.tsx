import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import AcceptIcon from '@material-ui/icons/CallMerge';
import type {
  ResourceDrift,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { resourceTitle } from '../drift/resourceText';
import { ActionButton } from '../look/ActionButton';
import { focusRing } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { useProposals } from './ProposalsContext';
import { useMayPropose } from './useMayPropose';

const useStyles = makeStyles(
  theme => ({
    field: {
      display: 'block',
      marginTop: 4,
      border: 0,
      padding: 0,
      background: 'none',
      font: 'inherit',
      fontWeight: 600,
      cursor: 'pointer',
      color: theme.palette.primary.main,
      borderRadius: 3,
      '&:hover': { textDecoration: 'underline' },
      '&:focus-visible': focusRing(theme),
    },
  }),
  { name: 'GitopsAcceptField' },
);

export interface AcceptButtonProps {
  readonly target: TargetState;
  readonly resource: ResourceDrift;
  readonly fields: readonly string[];
}

/** Begins to write into Git all that is live of a resource. */
export function AcceptButton({ target, resource, fields }: AcceptButtonProps) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { propose } = useProposals();
  if (useMayPropose(target.id) !== 'yes' || fields.length === 0) return null;
  return (
    <ActionButton
      startIcon={<AcceptIcon />}
      aria-label={t('proposal.action.acceptAllOf', {
        resource: resourceTitle(resource),
      })}
      onClick={() => propose({ kind: 'acceptDrift', target, resource, fields })}
    >
      {t('proposal.action.acceptAll')}
    </ActionButton>
  );
}

/** Begins to write into Git what is live of one field. */
export function AcceptField(props: {
  readonly target: TargetState;
  readonly resource: ResourceDrift;
  readonly field: string;
}) {
  const { target, resource, field } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { propose } = useProposals();
  if (useMayPropose(target.id) !== 'yes') return null;
  return (
    <button
      type="button"
      className={classes.field}
      aria-label={t('proposal.action.acceptOf', {
        field,
        resource: resourceTitle(resource),
      })}
      onClick={() =>
        propose({ kind: 'acceptDrift', target, resource, fields: [field] })
      }
    >
      {t('proposal.action.accept')}
    </button>
  );
}

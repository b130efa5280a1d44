import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import RefusedIcon from '@material-ui/icons/Block';
import type { ProposalPlan } from '@backstage-gitops/plugin-gitops-common';
import { useProposals } from '../proposals/ProposalsContext';
import { subtleText } from '../look/surface';
import { toneColors } from '../look/tones';
import type { Query } from '../requests/useGitopsQuery';
import { useReadableTimes } from '../time/useReadableTimes';
import { gitopsTranslationRef } from '../translation';
import { awaitsPlace } from './awaitsPlace';
import type { Options } from './PullRequestOptions';

const WHY = 'gitops-proposal-refused';

const useStyles = makeStyles(
  theme => ({
    why: {
      flex: '1 1 240px',
      minWidth: 0,
      display: 'flex',
      alignItems: 'flex-start',
      gap: 6,
      fontSize: '0.86rem',
      overflowWrap: 'anywhere',
      '& svg': { fontSize: '1.15rem', marginTop: 1, flexShrink: 0 },
    },
    refused: { color: toneColors(theme, 'alert').text },
    quiet: { color: subtleText(theme) },
    buttons: {
      display: 'flex',
      gap: theme.spacing(1),
      [theme.breakpoints.down('xs')]: {
        flexBasis: '100%',
        justifyContent: 'flex-end',
      },
    },
    button: { textTransform: 'none', whiteSpace: 'nowrap' },
  }),
  { name: 'GitopsOpenFoot' },
);

export interface OpenFootProps {
  /** Absent while nothing can be planned yet. */
  readonly plan?: Query<ProposalPlan>;
  readonly options?: Options;
  readonly busy?: boolean;
  /** Git has moved: the plan must be looked at again first. */
  readonly outdated?: boolean;
  readonly onOpen?: () => void;
  readonly onClose: () => void;
}

/** The one press that opens the pull request, or the reason why it can't. */
export function OpenFoot(props: OpenFootProps) {
  const { plan, options, busy = false, outdated, onOpen, onClose } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const ready = plan?.state === 'ready' ? plan : undefined;
  const refused = ready?.data.refused;
  const settled = ready && !ready.refreshing && !ready.refreshError;
  const action = useActionText(ready?.data, options);
  return (
    <>
      <span id={WHY} className={classes.why} role="status">
        <Why refused={refused} plan={ready?.data} options={options} />
      </span>
      <span className={classes.buttons}>
        <Button className={classes.button} onClick={onClose}>
          {t('proposal.dialog.cancel')}
        </Button>
        <Button
          className={classes.button}
          variant="contained"
          color="primary"
          disabled={busy || outdated || !settled || refused !== undefined}
          aria-describedby={WHY}
          onClick={onOpen}
        >
          {busy ? t('proposal.submit.running') : action}
        </Button>
      </span>
    </>
  );
}

function Why(props: {
  readonly refused?: string;
  readonly plan?: ProposalPlan;
  readonly options?: Options;
}) {
  const { plan, options } = props;
  const refused = useReadableTimes(props.refused ?? '');
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (plan && awaitsPlace(plan)) {
    return (
      <span className={classes.quiet}>{t('proposal.submit.choosePlace')}</span>
    );
  }
  if (props.refused !== undefined) {
    return (
      <>
        <RefusedIcon aria-hidden className={classes.refused} />
        <span>
          <span className={classes.refused}>
            {t('proposal.submit.refused')}:
          </span>{' '}
          {refused}
        </span>
      </>
    );
  }
  if (!plan) return null;
  if (plan.open) {
    return (
      <span className={classes.quiet}>{t('proposal.submit.updating')}</span>
    );
  }
  return (
    <span className={classes.quiet}>
      {options?.mine
        ? t('proposal.details.asYou')
        : t('proposal.details.asPortal')}
    </span>
  );
}

function useActionText(
  plan: ProposalPlan | undefined,
  options: Options | undefined,
): string {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { known } = useProposals();
  if (plan?.open) {
    const { id } = plan.open;
    const items = known.state === 'ready' ? known.items : [];
    const number = items.find(one => one.id === id)?.pullRequest?.number;
    return number === undefined
      ? t('proposal.submit.updateUnnumbered')
      : t('proposal.submit.update', { number: String(number) });
  }
  return options?.draft
    ? t('proposal.submit.openDraft')
    : t('proposal.submit.open');
}

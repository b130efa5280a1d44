import { useTranslationRef } from '@backstage/frontend-plugin-api';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import FailedIcon from '@material-ui/icons/ErrorOutline';
import { useState } from 'react';
import { Notice } from '../look/Notice';
import { subtleText } from '../look/surface';
import { failureMessage } from '../requests/failure';
import { toError } from '../requests/useGitopsQuery';
import { gitopsTranslationRef } from '../translation';
import { CheckLine } from './CheckLine';
import type { ForgeSignIn } from './useForgeSignIn';

/** As long as the backend takes. */
const REASON_AT_MOST = 4000;

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1),
    },
    reason: {
      '& label:not(.Mui-focused)': { color: subtleText(theme) },
      '& .MuiFormHelperText-root': { color: subtleText(theme) },
      '& textarea': { fontSize: '0.9rem' },
      marginBottom: theme.spacing(0.5),
    },
  }),
  { name: 'GitopsPullRequestOptions' },
);

/** What a person says of the pull request itself. */
export interface Options {
  readonly reason: string;
  readonly draft: boolean;
  readonly autoMerge: boolean;
  /** Opened in the person's own name on the forge. */
  readonly mine: boolean;
}

export const noOptions: Options = {
  reason: '',
  draft: false,
  autoMerge: false,
  mine: false,
};

export interface PullRequestOptionsProps {
  readonly options: Options;
  /** Absent where the portal has no sign-in for the forge. */
  readonly signIn?: ForgeSignIn;
  readonly disabled: boolean;
  readonly onChange: (options: Options) => void;
}

/** Why, as a draft or not, and in whose name. */
export function PullRequestOptions(props: PullRequestOptionsProps) {
  const { options, signIn, disabled, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <div className={classes.root}>
      <TextField
        className={classes.reason}
        variant="outlined"
        size="small"
        fullWidth
        multiline
        maxRows={6}
        id="gitops-proposal-reason"
        label={t('proposal.details.reason')}
        helperText={t('proposal.details.reasonHint')}
        value={options.reason}
        disabled={disabled}
        inputProps={{ maxLength: REASON_AT_MOST }}
        onChange={event => onChange({ ...options, reason: event.target.value })}
      />
      <CheckLine
        checked={options.draft}
        disabled={disabled}
        hint={t('proposal.details.draftHint')}
        onChange={draft => onChange({ ...options, draft })}
      >
        {t('proposal.details.draft')}
      </CheckLine>
      <CheckLine
        checked={options.autoMerge}
        disabled={disabled}
        hint={t('proposal.details.autoMergeHint')}
        onChange={autoMerge => onChange({ ...options, autoMerge })}
      >
        {t('proposal.details.autoMerge')}
      </CheckLine>
      {signIn && (
        <InMyName
          signIn={signIn}
          checked={options.mine}
          disabled={disabled}
          onChange={mine => onChange({ ...options, mine })}
        />
      )}
    </div>
  );
}

/** Signing in happens here, on the person's own press, and nowhere else. */
function InMyName(props: {
  readonly signIn: ForgeSignIn;
  readonly checked: boolean;
  readonly disabled: boolean;
  readonly onChange: (mine: boolean) => void;
}) {
  const { signIn, checked, disabled, onChange } = props;
  const { host } = signIn;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  const change = async (mine: boolean) => {
    setError(undefined);
    if (!mine) {
      onChange(false);
      return;
    }
    setBusy(true);
    try {
      await signIn.token();
      onChange(true);
    } catch (thrown) {
      setError(toError(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <CheckLine
        checked={checked}
        disabled={disabled || busy}
        hint={t('proposal.details.mineHint', { host })}
        onChange={change}
      >
        {t('proposal.details.mine', { host })}
      </CheckLine>
      {error && (
        <Notice
          tone="waiting"
          icon={<FailedIcon />}
          title={t('proposal.details.mineFailed', {
            host,
            reason: failureMessage(error),
          })}
        >
          {t('proposal.details.asPortal')}
        </Notice>
      )}
    </>
  );
}

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles, Theme } from '@material-ui/core/styles';
import ErrorIcon from '@material-ui/icons/ErrorOutline';
import LockIcon from '@material-ui/icons/LockOutlined';
import SearchIcon from '@material-ui/icons/HelpOutline';
import { hairline, monospace, subtleText } from '../look/surface';
import { Tone, toneColors } from '../look/tones';
import { ActionButton } from '../look/ActionButton';
import { gitopsTranslationRef } from '../translation';
import { Failure, failureMessage, failureOf } from './failure';

const useStyles = makeStyles<Theme, { tone: Tone }>(
  theme => ({
    root: {
      display: 'flex',
      gap: theme.spacing(2),
      padding: theme.spacing(3),
      borderRadius: 10,
      backgroundColor: theme.palette.background.paper,
      border: hairline(theme),
      borderLeft: ({ tone }) => `4px solid ${toneColors(theme, tone).text}`,
    },
    icon: { color: ({ tone }) => toneColors(theme, tone).text, fontSize: 28 },
    title: { fontSize: '1.05rem', fontWeight: 600, margin: 0 },
    text: { color: subtleText(theme), margin: theme.spacing(0.5, 0, 0) },
    reason: {
      fontFamily: monospace,
      fontSize: '0.82rem',
      overflowWrap: 'anywhere',
      margin: theme.spacing(1.5, 0, 0),
    },
    action: { marginTop: theme.spacing(2) },
  }),
  { name: 'GitopsRequestFailure' },
);

const tones: Record<Failure, Tone> = {
  denied: 'unknown',
  absent: 'unknown',
  broken: 'alert',
};
const icons: Record<Failure, typeof ErrorIcon> = {
  denied: LockIcon,
  absent: SearchIcon,
  broken: ErrorIcon,
};

export interface RequestFailureProps {
  readonly error: Error;
  readonly onRetry: () => void;
}

/** What failed, what is still true, and what to do about it. */
export function RequestFailure({ error, onRetry }: RequestFailureProps) {
  const failure = failureOf(error);
  const classes = useStyles({ tone: tones[failure] });
  const { t } = useTranslationRef(gitopsTranslationRef);
  const Icon = icons[failure];
  return (
    <div
      className={classes.root}
      role={failure === 'broken' ? 'alert' : 'status'}
    >
      <Icon className={classes.icon} aria-hidden />
      <div>
        <h2 className={classes.title}>{t(`failure.${failure}.title`)}</h2>
        <p className={classes.text}>{t(`failure.${failure}.text`)}</p>
        {failure === 'broken' && (
          <>
            <p className={classes.reason}>{failureMessage(error)}</p>
            <div className={classes.action}>
              <ActionButton onClick={onRetry}>
                {t('failure.retry')}
              </ActionButton>
            </div>
          </>
        )}
      </div>
    </div>
  );
}

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import DoneIcon from '@material-ui/icons/Check';
import FailedIcon from '@material-ui/icons/ErrorOutline';
import RunningIcon from '@material-ui/icons/Autorenew';
import { personName } from '@backstage-gitops/plugin-gitops-common';
import type { EngineOperation } from '@backstage-gitops/plugin-gitops-common';
import { Mark } from '../look/Mark';
import { subtleText } from '../look/surface';
import type { Tone } from '../look/tones';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import { RevisionText } from './RevisionText';

const tones: Record<EngineOperation['phase'], Tone> = {
  running: 'neutral',
  succeeded: 'ok',
  failed: 'alert',
};
const icons = {
  running: RunningIcon,
  succeeded: DoneIcon,
  failed: FailedIcon,
};

const useStyles = makeStyles(
  theme => ({
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(1.25),
      fontSize: '0.88rem',
    },
    quiet: { color: subtleText(theme) },
    message: {
      margin: theme.spacing(0.5, 0, 0),
      fontSize: '0.85rem',
      color: subtleText(theme),
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'GitopsOperationFacts' },
);

export interface OperationFactsProps {
  readonly operation: EngineOperation;
  /** Said above it already. */
  readonly told?: string;
}

/** What the engine does, or did last, and who began it. */
export function OperationFacts({ operation, told }: OperationFactsProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { phase, by, automated, dryRun, message, revision } = operation;
  const { startedAt, finishedAt } = operation;
  const Icon = icons[phase];
  const byPerson = by && t('delivery.operation.by', { by: personName(by) });
  return (
    <>
      <div className={classes.line}>
        <Mark tone={tones[phase]} icon={<Icon />}>
          {t(`delivery.operation.${phase}`)}
        </Mark>
        {dryRun && <span>{t('delivery.operation.dryRun')}</span>}
        <span>{automated ? t('delivery.operation.automated') : byPerson}</span>
        {revision && <RevisionText revision={revision} />}
        <span className={classes.quiet}>
          {startedAt && (
            <>
              {t('delivery.operation.started', {
                time: <RelativeTime time={startedAt} />,
              })}
            </>
          )}
          {startedAt && finishedAt && ' · '}
          {finishedAt && (
            <>
              {t('delivery.operation.ended', {
                time: <RelativeTime time={finishedAt} />,
              })}
            </>
          )}
        </span>
      </div>
      {message && message !== told && (
        <p className={classes.message}>{message}</p>
      )}
    </>
  );
}

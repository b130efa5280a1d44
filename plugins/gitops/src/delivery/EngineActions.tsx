import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { makeStyles } from '@material-ui/core/styles';
import FailedIcon from '@material-ui/icons/ErrorOutline';
import PauseIcon from '@material-ui/icons/PauseCircleOutline';
import ResumeIcon from '@material-ui/icons/PlayCircleOutline';
import StopIcon from '@material-ui/icons/Stop';
import {
  EngineKind,
  gitopsTargetSuspendPermission,
  gitopsTargetSyncPermission,
  TargetDeliveryResponse,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { useState } from 'react';
import { ActionButton } from '../look/ActionButton';
import { Notice } from '../look/Notice';
import { ReasonedButton } from '../look/ReasonedButton';
import { subtleText } from '../look/surface';
import { failureMessage } from '../requests/failure';
import { SyncButton } from '../sync/SyncButton';
import { gitopsTranslationRef } from '../translation';
import { EngineActionDialog, GraveAction } from './EngineActionDialog';
import { OfferedAction, offeredActions } from './engineActions';
import { RefreshButtons } from './RefreshButtons';
import { useEngineAction } from './useEngineAction';
import { useObstacleText } from './useObstacleText';

const icons: Record<GraveAction, typeof StopIcon> = {
  terminate: StopIcon,
  suspend: PauseIcon,
  resume: ResumeIcon,
};

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'flex-start',
      gap: theme.spacing(1),
    },
    said: {
      flexBasis: '100%',
      margin: 0,
      fontSize: '0.85rem',
      color: subtleText(theme),
      '&:empty': { display: 'none' },
    },
    failed: { flexBasis: '100%' },
  }),
  { name: 'GitopsEngineActions' },
);

export interface EngineActionsProps {
  readonly target: TargetState;
  readonly answer: TargetDeliveryResponse;
  readonly engine: EngineKind;
  readonly onAsked: () => void;
}

/** What can be asked of the engine, or why it can't; below it, what came of it. */
export function EngineActions(props: EngineActionsProps) {
  const { target, answer, engine, onAsked } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const resourceRef = target.id;
  const sync = usePermission({
    permission: gitopsTargetSyncPermission,
    resourceRef,
  });
  const suspend = usePermission({
    permission: gitopsTargetSuspendPermission,
    resourceRef,
  });
  const [grave, setGrave] = useState<GraveAction>();
  const { run, ask, forget } = useEngineAction(target.id, () => {
    setGrave(undefined);
    onAsked();
  });
  const obstacleText = useObstacleText(answer, engine);
  const name = t(`live.engine.${engine}`);
  const offered = offeredActions(answer, {
    sync: sync.loading || sync.allowed,
    suspend: suspend.loading || suspend.allowed,
  });
  const busy = run.state === 'running';
  const button = ({ action, obstacle }: OfferedAction) => {
    const why = obstacle && obstacleText(obstacle);
    if (action === 'refresh') {
      return (
        <RefreshButtons
          key={action}
          engine={engine}
          busy={busy && run.request.action === 'refresh'}
          obstacle={why}
          onRefresh={hard => ask({ action, hard })}
        />
      );
    }
    const Icon = icons[action];
    // To suspend and to resume take each other's place: it is one button, so
    // that the keyboard stays on it when what was confirmed has come true.
    return (
      <ReasonedButton
        key={action === 'terminate' ? action : 'suspension'}
        startIcon={<Icon />}
        obstacle={why}
        onClick={() => {
          forget();
          setGrave(action);
        }}
      >
        {t(`delivery.action.${action}`)}
      </ReasonedButton>
    );
  };
  return (
    <>
      <div className={classes.root}>
        {offered.map(button)}
        <SyncButton
          target={target}
          live={answer.live}
          canSync={answer.canSync}
          look="beside"
          onSynced={onAsked}
        />
      </div>
      <p className={classes.said} role="status">
        {run.state === 'done' &&
          t(`delivery.done.${run.request.action}`, { engine: name })}
      </p>
      {run.state === 'failed' && (
        <div className={classes.failed}>
          <Notice
            tone="alert"
            icon={<FailedIcon />}
            title={t(`delivery.failed.${run.request.action}`, { engine: name })}
            action={
              <ActionButton onClick={forget}>
                {t('delivery.dismiss')}
              </ActionButton>
            }
          >
            {failureMessage(run.error)}
            <br />
            {t('delivery.failed.stillTrue', { engine: name })}
          </Notice>
        </div>
      )}
      {grave && (
        <EngineActionDialog
          action={grave}
          target={target}
          answer={answer}
          engine={engine}
          busy={busy}
          onAsk={ask}
          onClose={() => setGrave(undefined)}
        />
      )}
    </>
  );
}

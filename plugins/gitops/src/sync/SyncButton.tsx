import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import SyncIcon from '@material-ui/icons/Sync';
import {
  gitopsTargetSyncPermission,
  TargetLive,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { useState } from 'react';
import { ReasonedButton } from '../look/ReasonedButton';
import { subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { SyncDialog } from './SyncDialog';
import { SyncObstacle, syncObstacle } from './syncReadiness';

const WHY = 'gitops-sync-obstacle';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      alignItems: 'flex-end',
      gap: 4,
      [theme.breakpoints.down('xs')]: {
        alignItems: 'flex-start',
        flexBasis: '100%',
      },
    },
    button: { textTransform: 'none' },
    why: {
      maxWidth: 280,
      fontSize: '0.8rem',
      textAlign: 'right',
      color: subtleText(theme),
      [theme.breakpoints.down('xs')]: { maxWidth: 'none', textAlign: 'left' },
    },
  }),
  { name: 'GitopsSyncButton' },
);

export interface SyncButtonProps {
  readonly target: TargetState;
  readonly live: TargetLive;
  /** Whether the engine would begin one now, where it was asked. */
  readonly canSync?: boolean;
  /** `beside` others, the reason why it is off is told on hover and focus. */
  readonly look?: 'alone' | 'beside';
  readonly onSynced: () => void;
}

/** Begins a sync, or says why it can't. */
export function SyncButton(props: SyncButtonProps) {
  const { target, live, canSync, look = 'alone', onSynced } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [open, setOpen] = useState(false);
  const { loading, allowed } = usePermission({
    permission: gitopsTargetSyncPermission,
    resourceRef: target.id,
  });
  const obstacle = syncObstacle(live, allowed || loading, canSync);
  const why = useObstacleText(obstacle);
  const dialog = open && (
    <SyncDialog
      target={target}
      onSynced={onSynced}
      onClose={() => setOpen(false)}
    />
  );
  if (look === 'beside') {
    return (
      <>
        <ReasonedButton
          primary
          startIcon={<SyncIcon />}
          obstacle={why}
          onClick={() => setOpen(true)}
        >
          {t('sync.action')}
        </ReasonedButton>
        {dialog}
      </>
    );
  }
  return (
    <div className={classes.root}>
      <Button
        size="small"
        variant="contained"
        color="primary"
        className={classes.button}
        startIcon={<SyncIcon />}
        disabled={loading || obstacle !== undefined}
        aria-describedby={why ? WHY : undefined}
        onClick={() => setOpen(true)}
      >
        {t('sync.action')}
      </Button>
      {why && (
        <span id={WHY} className={classes.why}>
          {why}
        </span>
      )}
      {dialog}
    </div>
  );
}

function useObstacleText(
  obstacle: SyncObstacle | undefined,
): string | undefined {
  const { t } = useTranslationRef(gitopsTranslationRef);
  switch (obstacle?.kind) {
    case 'unobserved':
      return t('sync.unavailable.unobserved', { reason: obstacle.reason });
    case 'engine':
    case 'claimed':
    case 'absent':
    case 'suspended':
    case 'underWay':
    case 'window':
      return t(`sync.unavailable.${obstacle.kind}`, {
        engine: t(`live.engine.${obstacle.engine}`),
      });
    case 'observe':
      return t('sync.unavailable.observe', { cluster: obstacle.cluster });
    case 'stale':
      // Argo CD is asked in place of the cluster.
      return t('sync.unavailable.stale', {
        source:
          obstacle.engine === 'argocd'
            ? t('live.engine.argocd')
            : obstacle.cluster,
      });
    case 'permission':
      return t('sync.unavailable.permission');
    default:
      return undefined;
  }
}

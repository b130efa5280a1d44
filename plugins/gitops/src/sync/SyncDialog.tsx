import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import Dialog from '@material-ui/core/Dialog';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import type { TargetState } from '@backstage-gitops/plugin-gitops-common';
import { useState } from 'react';
import { resourceKey, selectorOf } from '../drift/resourceText';
import { hairline, monospace, subtleText, textGround } from '../look/surface';
import { placeOf } from '../target/placeOf';
import { gitopsTranslationRef } from '../translation';
import { SyncConfirmations } from './SyncConfirmations';
import { syncOffer } from './syncOffer';
import { SyncProgress } from './SyncProgress';
import { syncPlan, toConfirm } from './syncPlan';
import { useSync } from './useSync';

const SHORT_COMMIT = 10;

const useStyles = makeStyles(
  theme => ({
    paper: {
      ...textGround(theme),
      backgroundColor: theme.palette.background.paper,
    },
    head: { padding: theme.spacing(2.5, 3, 0) },
    title: {
      margin: 0,
      fontSize: '1.15rem',
      fontWeight: 700,
      overflowWrap: 'anywhere',
    },
    place: { color: subtleText(theme), fontSize: '0.88rem' },
    intro: { margin: theme.spacing(1, 0, 0) },
    code: { fontFamily: monospace, fontSize: '0.86em' },
    body: {
      flex: 1,
      overflow: 'auto',
      padding: theme.spacing(2, 3),
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
    },
    help: { margin: theme.spacing(-1, 0, 0, 4), color: subtleText(theme) },
    label: { '& .MuiFormControlLabel-label': { fontSize: '0.92rem' } },
    foot: {
      display: 'flex',
      justifyContent: 'flex-end',
      gap: theme.spacing(1),
      padding: theme.spacing(1.5, 3),
      borderTop: hairline(theme),
    },
    button: { textTransform: 'none' },
  }),
  { name: 'GitopsSyncDialog' },
);

export interface SyncDialogProps {
  readonly target: TargetState;
  readonly onSynced: () => void;
  readonly onClose: () => void;
}

/** What would change, the choice to delete, and then what was done. */
export function SyncDialog({ target, onSynced, onClose }: SyncDialogProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const narrow = useMediaQuery(useTheme().breakpoints.down('xs'));
  const [prune, setPrune] = useState(false);
  const [confirmed, setConfirmed] = useState<readonly string[]>([]);
  const [leftOut, setLeftOut] = useState<readonly string[]>([]);
  const { engine, prunes, selects } = syncOffer(target.live);
  const { plan, run, start } = useSync(
    { target: target.id, prune, confirm: confirmed },
    onSynced,
  );
  const planned = plan.state === 'ready' ? plan.data : undefined;
  const settled = run.state === 'done';
  const busy = run.state === 'running';
  const steps = planned?.steps ?? [];
  const telling = syncPlan(steps).steps;
  const chosen = telling.filter(step => !leftOut.includes(resourceKey(step)));
  const title = t(`sync.by.${engine}.title`, { target: target.service });
  const cluster =
    target.live?.state === 'observed' ? target.live.cluster : target.cluster;
  return (
    <Dialog
      open
      fullWidth
      fullScreen={narrow}
      maxWidth="sm"
      onClose={onClose}
      PaperProps={{ className: classes.paper, 'aria-label': title }}
    >
      <div className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        <div className={classes.place}>
          {target.environment} · {placeOf({ ...target, cluster })}
        </div>
        <p className={classes.intro}>
          {t(`sync.by.${engine}.intro`, {
            cluster: cluster ?? target.environment,
            revision: (
              <span className={classes.code} title={planned?.revision}>
                {(planned?.revision ?? target.revision).slice(0, SHORT_COMMIT)}
              </span>
            ),
            unit: `${target.unitKind} ${target.unitName}`,
          })}
        </p>
      </div>
      <div className={classes.body} aria-live="polite" aria-busy={busy}>
        {!settled && prunes && (
          <div>
            <FormControlLabel
              className={classes.label}
              control={
                <Checkbox
                  color="primary"
                  checked={prune}
                  disabled={busy}
                  onChange={event => setPrune(event.target.checked)}
                />
              }
              label={t('sync.prune')}
            />
            <FormHelperText className={classes.help}>
              {t('sync.pruneHint')}
            </FormHelperText>
          </div>
        )}
        {!settled && prune && (
          <SyncConfirmations
            steps={toConfirm(chosen)}
            confirmed={confirmed}
            disabled={busy}
            onChange={setConfirmed}
          />
        )}
        <SyncProgress
          engine={engine}
          plan={plan}
          run={run}
          selection={
            selects && telling.length > 1
              ? { leftOut, disabled: busy, onChange: setLeftOut }
              : undefined
          }
        />
      </div>
      <div className={classes.foot}>
        <Button className={classes.button} onClick={onClose}>
          {settled || busy ? t('sync.close') : t('sync.cancel')}
        </Button>
        {!settled && (
          <Button
            className={classes.button}
            variant="contained"
            color="primary"
            disabled={
              busy ||
              !planned ||
              (plan.state === 'ready' &&
                (plan.refreshing || plan.refreshError !== undefined)) ||
              chosen.length === 0
            }
            onClick={() =>
              start(
                chosen.length < telling.length
                  ? chosen.map(selectorOf)
                  : undefined,
              )
            }
          >
            {t(`sync.by.${engine}.${busy ? 'running' : 'run'}`)}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import Dialog from '@material-ui/core/Dialog';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormHelperText from '@material-ui/core/FormHelperText';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import type {
  SyncStep,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { useState } from 'react';
import { resourceTitle } from '../drift/resourceText';
import { hairline, monospace, subtleText, textGround } from '../look/surface';
import { toneColors } from '../look/tones';
import { placeOf } from '../target/placeOf';
import { gitopsTranslationRef } from '../translation';
import { SyncProgress } from './SyncProgress';
import { confirmationOf, syncPlan, toConfirm } from './syncPlan';
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
    confirm: {
      padding: theme.spacing(1.5, 2),
      borderRadius: 8,
      border: `1px solid ${toneColors(theme, 'alert').border}`,
      backgroundColor: toneColors(theme, 'alert').background,
    },
    confirmTitle: {
      margin: 0,
      fontWeight: 600,
      color: toneColors(theme, 'alert').text,
    },
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
  const { plan, run, start } = useSync(
    { target: target.id, prune, confirm: confirmed },
    onSynced,
  );
  const planned = plan.state === 'ready' ? plan.data : undefined;
  const settled = run.state === 'done';
  const busy = run.state === 'running';
  const steps = planned?.steps ?? [];
  const title = t('sync.title', { target: target.service });
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
          {t('sync.intro', {
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
        {!settled && (
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
          <Confirmations
            steps={toConfirm(steps)}
            confirmed={confirmed}
            disabled={busy}
            onChange={setConfirmed}
          />
        )}
        <SyncProgress plan={plan} run={run} />
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
              (plan.state === 'ready' && plan.refreshing) ||
              syncPlan(steps).steps.length === 0
            }
            onClick={start}
          >
            {busy ? t('sync.running') : t('sync.run')}
          </Button>
        )}
      </div>
    </Dialog>
  );
}

function Confirmations(props: {
  readonly steps: readonly SyncStep[];
  readonly confirmed: readonly string[];
  readonly disabled: boolean;
  readonly onChange: (confirmed: readonly string[]) => void;
}) {
  const { steps, confirmed, disabled, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (steps.length === 0) return null;
  return (
    <div className={classes.confirm}>
      <p className={classes.confirmTitle}>{t('sync.confirmTitle')}</p>
      {steps.map(step => {
        const name = confirmationOf(step);
        const checked = confirmed.includes(name);
        return (
          <div key={name}>
            <FormControlLabel
              className={classes.label}
              control={
                <Checkbox
                  size="small"
                  color="default"
                  checked={checked}
                  disabled={disabled}
                  onChange={() =>
                    onChange(
                      checked
                        ? confirmed.filter(other => other !== name)
                        : [...confirmed, name],
                    )
                  }
                />
              }
              label={t('sync.confirm', { resource: resourceTitle(step) })}
            />
          </div>
        );
      })}
    </div>
  );
}

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import { makeStyles } from '@material-ui/core/styles';
import TextField from '@material-ui/core/TextField';
import {
  EngineActionRequest,
  EngineKind,
  objectName,
  TargetDeliveryResponse,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { useState } from 'react';
import { useId } from '../look/useId';
import { hairline, subtleText, textGround } from '../look/surface';
import { placeOf } from '../target/placeOf';
import { gitopsTranslationRef } from '../translation';

/** The longest that is kept with the engine's object. */
const REASON_AT_MOST = 500;

const POINTS = ['first', 'second', 'third'] as const;

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
    body: { padding: theme.spacing(1.5, 3, 2) },
    points: { margin: theme.spacing(0, 0, 2), paddingLeft: theme.spacing(2.5) },
    foot: {
      display: 'flex',
      justifyContent: 'flex-end',
      gap: theme.spacing(1),
      padding: theme.spacing(1.5, 3),
      borderTop: hairline(theme),
    },
    button: { textTransform: 'none' },
  }),
  { name: 'GitopsEngineActionDialog' },
);

/** What is asked for only after it was said what it means. */
export type GraveAction = 'terminate' | 'suspend' | 'resume';

export interface EngineActionDialogProps {
  readonly action: GraveAction;
  readonly target: TargetState;
  readonly answer: TargetDeliveryResponse;
  readonly engine: EngineKind;
  readonly busy: boolean;
  readonly onAsk: (request: EngineActionRequest) => void;
  readonly onClose: () => void;
}

/** What it means, for suspending also why, and then it is asked for. */
export function EngineActionDialog(props: EngineActionDialogProps) {
  const { action, target, answer, engine, busy, onAsk, onClose } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [reason, setReason] = useState('');
  const reasonId = useId('gitops-suspend-reason');
  const { delivery } = answer;
  const told = {
    engine: t(`live.engine.${engine}`),
    target: target.service,
    object: delivery?.object
      ? objectName(delivery.object)
      : `${target.unitKind} ${target.unitName}`,
  };
  const title = t(`delivery.dialog.${action}.title`, told);
  const given = reason.trim();
  const ask = () =>
    onAsk(action === 'suspend' ? { action, reason: given } : { action });
  return (
    <Dialog
      open
      fullWidth
      maxWidth="sm"
      onClose={onClose}
      PaperProps={{ className: classes.paper, 'aria-label': title }}
    >
      <form
        onSubmit={event => {
          event.preventDefault();
          if (!busy) ask();
        }}
      >
        <div className={classes.head}>
          <h2 className={classes.title}>{title}</h2>
          <div className={classes.place}>
            {[target.environment, placeOf(target)].filter(Boolean).join(' · ')}
          </div>
        </div>
        <div className={classes.body}>
          <ul className={classes.points}>
            {POINTS.map(point => (
              <li key={point}>
                {t(`delivery.dialog.${action}.${point}`, told)}
              </li>
            ))}
          </ul>
          {action === 'suspend' && (
            <TextField
              required
              id={reasonId}
              fullWidth
              multiline
              variant="outlined"
              size="small"
              label={t('delivery.dialog.suspend.reason')}
              helperText={t('delivery.dialog.suspend.reasonHint')}
              value={reason}
              disabled={busy}
              inputProps={{ maxLength: REASON_AT_MOST }}
              onChange={event => setReason(event.target.value)}
            />
          )}
        </div>
        <div className={classes.foot}>
          <Button className={classes.button} onClick={onClose}>
            {t('sync.cancel')}
          </Button>
          <Button
            type="submit"
            className={classes.button}
            variant="contained"
            color="primary"
            disabled={busy || (action === 'suspend' && given === '')}
          >
            {busy
              ? t('delivery.action.asking')
              : t(`delivery.dialog.${action}.confirm`)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

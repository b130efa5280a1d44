import { useTranslationRef } from '@backstage/frontend-plugin-api';
import IconButton from '@material-ui/core/IconButton';
import Popover from '@material-ui/core/Popover';
import { makeStyles } from '@material-ui/core/styles';
import CloseIcon from '@material-ui/icons/Close';
import type { Change } from '@backstage-gitops/plugin-gitops-common';
import { ReactNode, useState } from 'react';
import { focusRing, hairline, subtleText, textGround } from '../look/surface';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';
import { WaitingChanges } from './WaitingChanges';

const useStyles = makeStyles(
  theme => ({
    button: {
      border: 0,
      padding: 0,
      margin: 0,
      maxWidth: '100%',
      background: 'none',
      font: 'inherit',
      color: 'inherit',
      cursor: 'pointer',
      borderRadius: 999,
      '&:focus-visible': focusRing(theme),
      '&:hover': { filter: 'brightness(0.97)' },
    },
    paper: {
      ...textGround(theme),
      width: 460,
      maxWidth: 'calc(100vw - 32px)',
      borderRadius: 10,
      border: hairline(theme),
    },
    head: {
      display: 'flex',
      alignItems: 'flex-start',
      gap: theme.spacing(1),
      padding: theme.spacing(2, 1.5, 1.5, 2.5),
      borderBottom: hairline(theme),
    },
    title: { fontSize: '0.95rem', fontWeight: 600, margin: 0 },
    since: { fontSize: '0.82rem', color: subtleText(theme), margin: 0 },
    grow: { flex: 1 },
    body: { padding: theme.spacing(0.5, 2.5, 2) },
  }),
  { name: 'GitopsWaitingPopover' },
);

export interface WaitingPopoverProps {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly since: string;
  readonly changes: readonly Change[];
  /** What opens the list. */
  readonly children: ReactNode;
}

/** A mark that tells, when pressed, which changes wait. */
export function WaitingPopover(props: WaitingPopoverProps) {
  const { from, to, count, since, changes, children } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const title = t('gap.waitsFrom', { count, from, to });
  return (
    <>
      <button
        type="button"
        className={classes.button}
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        aria-label={title}
        onClick={event => {
          event.stopPropagation();
          setAnchor(event.currentTarget);
        }}
      >
        {children}
      </button>
      <Popover
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={() => setAnchor(undefined)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }}
        transformOrigin={{ vertical: -8, horizontal: 'center' }}
        PaperProps={{
          className: classes.paper,
          role: 'dialog',
          'aria-label': title,
        }}
      >
        <div className={classes.head}>
          <div className={classes.grow}>
            <h3 className={classes.title}>{title}</h3>
            <p className={classes.since} title={time.exact(since)}>
              {t('gap.since', { time: time.ago(since) })}
            </p>
          </div>
          <IconButton
            size="small"
            aria-label={t('gap.close')}
            onClick={() => setAnchor(undefined)}
          >
            <CloseIcon fontSize="small" />
          </IconButton>
        </div>
        <div className={classes.body}>
          <WaitingChanges changes={changes} count={count} from={from} />
        </div>
      </Popover>
    </>
  );
}

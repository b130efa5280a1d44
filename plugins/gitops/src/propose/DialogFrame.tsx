import { useTranslationRef } from '@backstage/frontend-plugin-api';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import CloseIcon from '@material-ui/icons/Close';
import type { ReactNode } from 'react';
import { hairline, subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';

/** What the dialog is called by. */
export const TITLE_ID = 'gitops-proposal-title';

const useStyles = makeStyles(
  theme => ({
    head: {
      display: 'flex',
      alignItems: 'flex-start',
      gap: theme.spacing(1),
      padding: theme.spacing(2, 1.5, 1.5, 3),
      borderBottom: hairline(theme),
      [theme.breakpoints.down('xs')]: {
        padding: theme.spacing(1.5, 0.5, 1.25, 2),
      },
    },
    titles: { flex: 1, minWidth: 0 },
    title: {
      margin: 0,
      fontSize: '1.15rem',
      fontWeight: 700,
      overflowWrap: 'anywhere',
    },
    subtitle: {
      fontSize: '0.88rem',
      color: subtleText(theme),
      overflowWrap: 'anywhere',
    },
    body: {
      flex: 1,
      overflow: 'auto',
      padding: theme.spacing(2.5, 3),
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2.75),
      [theme.breakpoints.down('xs')]: { padding: theme.spacing(2) },
    },
    foot: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      justifyContent: 'flex-end',
      gap: theme.spacing(1),
      padding: theme.spacing(1.5, 3),
      borderTop: hairline(theme),
      [theme.breakpoints.down('xs')]: { padding: theme.spacing(1.25, 2) },
    },
  }),
  { name: 'GitopsProposalFrame' },
);

export interface DialogFrameProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly onClose: () => void;
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}

/** Head, body and foot of the dialog; the body alone scrolls. */
export function DialogFrame(props: DialogFrameProps) {
  const { title, subtitle, onClose, foot, children } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <>
      <div className={classes.head}>
        <div className={classes.titles}>
          <h2 id={TITLE_ID} className={classes.title}>
            {title}
          </h2>
          {subtitle && <div className={classes.subtitle}>{subtitle}</div>}
        </div>
        <IconButton
          size="small"
          aria-label={t('proposal.dialog.close')}
          onClick={onClose}
        >
          <CloseIcon />
        </IconButton>
      </div>
      <div className={classes.body}>{children}</div>
      {foot && <div className={classes.foot}>{foot}</div>}
    </>
  );
}

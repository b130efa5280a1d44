import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import MoreIcon from '@material-ui/icons/ArrowDropDown';
import RefreshIcon from '@material-ui/icons/Refresh';
import type { EngineKind } from '@backstage-gitops/plugin-gitops-common';
import { useState } from 'react';
import { ReasonedButton } from '../look/ReasonedButton';
import { subtleText, textGround } from '../look/surface';
import { gitopsTranslationRef } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'inline-flex',
      '& > button:not(:first-of-type)': {
        minWidth: 0,
        padding: theme.spacing(0, 0.5),
        borderTopLeftRadius: 0,
        borderBottomLeftRadius: 0,
        marginLeft: -1,
      },
      '& > button:first-of-type:not(:only-of-type)': {
        borderTopRightRadius: 0,
        borderBottomRightRadius: 0,
      },
    },
    item: {
      ...textGround(theme),
      display: 'block',
      whiteSpace: 'normal',
      maxWidth: 320,
    },
    hint: { display: 'block', fontSize: '0.82rem', color: subtleText(theme) },
  }),
  { name: 'GitopsRefreshButtons' },
);

export interface RefreshButtonsProps {
  readonly engine: EngineKind;
  readonly busy: boolean;
  readonly obstacle?: string;
  readonly onRefresh: (hard: boolean) => void;
}

/** Has the engine look now; where it keeps what it rendered, also anew. */
export function RefreshButtons(props: RefreshButtonsProps) {
  const { engine, busy, obstacle, onRefresh } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [anchor, setAnchor] = useState<HTMLElement>();
  const choose = (hard: boolean) => {
    setAnchor(undefined);
    onRefresh(hard);
  };
  return (
    <span className={classes.root}>
      <ReasonedButton
        startIcon={<RefreshIcon />}
        obstacle={busy ? t('delivery.action.busy') : obstacle}
        onClick={() => onRefresh(false)}
      >
        {t('delivery.action.refresh')}
      </ReasonedButton>
      {engine === 'argocd' && !obstacle && (
        <ReasonedButton
          aria-label={t('delivery.action.refreshHow')}
          aria-haspopup="menu"
          onClick={setAnchor}
        >
          <MoreIcon fontSize="small" />
        </ReasonedButton>
      )}
      <Menu
        open={anchor !== undefined}
        anchorEl={anchor}
        getContentAnchorEl={null}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        onClose={() => setAnchor(undefined)}
      >
        {(['plain', 'hard'] as const).map(how => (
          <MenuItem
            key={how}
            className={classes.item}
            onClick={() => choose(how === 'hard')}
          >
            {t(`delivery.refresh.${how}`)}
            <span className={classes.hint}>
              {t(`delivery.refresh.${how}Hint`)}
            </span>
          </MenuItem>
        ))}
      </Menu>
    </span>
  );
}

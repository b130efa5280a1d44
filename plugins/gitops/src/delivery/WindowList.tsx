import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import AllowIcon from '@material-ui/icons/LockOpen';
import DenyIcon from '@material-ui/icons/LockOutlined';
import type { EngineWindow } from '@backstage-gitops/plugin-gitops-common';
import { Mark } from '../look/Mark';
import { hairline, monospace, subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';

const useStyles = makeStyles(
  theme => ({
    verdict: { margin: theme.spacing(0, 0, 0.5), fontSize: '0.88rem' },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(1.25),
      padding: theme.spacing(0.75, 0),
      fontSize: '0.85rem',
      '& + &': { borderTop: hairline(theme) },
    },
    code: { fontFamily: monospace, fontSize: '0.82rem' },
    quiet: { color: subtleText(theme) },
  }),
  { name: 'GitopsWindowList' },
);

export interface WindowListProps {
  readonly windows: readonly EngineWindow[];
  readonly canSync: boolean | undefined;
}

/** When its project lets it be synced, and whether it does now. */
export function WindowList({ windows, canSync }: WindowListProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <>
      {canSync !== undefined && (
        <p className={classes.verdict}>
          {canSync ? t('delivery.window.open') : t('delivery.window.closed')}
        </p>
      )}
      <ul className={classes.list}>
        {windows.map((window, index) => (
          // Two windows may well be the same.
          // eslint-disable-next-line react/no-array-index-key
          <WindowItem key={index} window={window} />
        ))}
      </ul>
    </>
  );
}

function WindowItem({ window }: { readonly window: EngineWindow }) {
  const { kind, schedule, duration, timeZone, manual, active } = window;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const closes = kind === 'deny' && active;
  return (
    <li className={classes.item}>
      <Mark
        tone={closes ? 'waiting' : 'unknown'}
        look={closes ? 'filled' : 'plain'}
        icon={kind === 'allow' ? <AllowIcon /> : <DenyIcon />}
      >
        {t(`delivery.window.${kind}`)}
      </Mark>
      <span>
        <span className={classes.code}>{schedule}</span>{' '}
        {timeZone && <span className={classes.quiet}>{timeZone}</span>}
      </span>
      <span>{t('delivery.window.duration', { duration })}</span>
      <strong>{active && t('delivery.window.active')}</strong>
      {manual && (
        <span className={classes.quiet}>{t('delivery.window.manual')}</span>
      )}
    </li>
  );
}

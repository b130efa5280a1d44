import { useTranslationRef } from '@backstage/frontend-plugin-api';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import FirstIcon from '@material-ui/icons/FirstPage';
import PreviousIcon from '@material-ui/icons/ChevronLeft';
import NextIcon from '@material-ui/icons/ChevronRight';
import { subtleText } from '../look/surface';
import { gitopsTranslationRef } from '../translation';
import { FLEET_PAGE } from './fleetView';
import type { FleetAddress } from './useFleetView';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'flex-end',
      gap: theme.spacing(0.5),
      fontSize: '0.88rem',
      fontVariantNumeric: 'tabular-nums',
      color: subtleText(theme),
    },
    range: { marginRight: theme.spacing(1) },
  }),
  { name: 'GitopsFleetPager' },
);

export interface FleetPagerProps {
  readonly shown: number;
  readonly total: number;
  readonly nextCursor?: string;
  readonly address: Pick<FleetAddress, 'view' | 'trail' | 'turn'>;
}

/**
 * Turns the pages. Opened in the middle by an address that was passed on, the
 * pages before are not known, so it leads to the first.
 */
export function FleetPager(props: FleetPagerProps) {
  const { shown, total, nextCursor, address } = props;
  const { view, trail, turn } = address;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const before = view.cursor === undefined ? [] : trail;
  const known = view.cursor === undefined || before.length > 0;
  const first = before.length * FLEET_PAGE + 1;
  if (!view.cursor && !nextCursor) return null;
  return (
    <nav className={classes.root}>
      {known && (
        <span className={classes.range}>
          {t('fleet.page.range', {
            first: String(first),
            last: String(first + shown - 1),
            total: String(total),
          })}
        </span>
      )}
      <IconButton
        size="small"
        aria-label={t('fleet.page.first')}
        disabled={!view.cursor}
        onClick={() => turn(undefined, [])}
      >
        <FirstIcon />
      </IconButton>
      <IconButton
        size="small"
        aria-label={t('fleet.page.previous')}
        disabled={before.length === 0}
        onClick={() =>
          turn(before[before.length - 1] || undefined, before.slice(0, -1))
        }
      >
        <PreviousIcon />
      </IconButton>
      <IconButton
        size="small"
        aria-label={t('fleet.page.next')}
        disabled={!nextCursor || !known}
        onClick={() => turn(nextCursor, [...before, view.cursor ?? ''])}
      >
        <NextIcon />
      </IconButton>
    </nav>
  );
}

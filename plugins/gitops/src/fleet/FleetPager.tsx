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

/** Which page is shown, by its own cursor and those of the pages before. */
export interface FleetPlace {
  readonly cursor?: string;
  readonly trail: readonly string[];
}

export interface FleetPagerProps {
  readonly shown: number;
  readonly total: number;
  readonly nextCursor?: string;
  readonly place: FleetPlace;
  readonly address: Pick<FleetAddress, 'view' | 'turn'>;
}

/**
 * Turns the pages. Opened in the middle by an address that was passed on, the
 * pages before are not known, so it leads to the first.
 */
export function FleetPager(props: FleetPagerProps) {
  const { shown, total, nextCursor, place, address } = props;
  const { cursor, trail } = place;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const before = cursor === undefined ? [] : trail;
  const known = cursor === undefined || before.length > 0;
  const first = before.length * FLEET_PAGE + 1;
  const turn: FleetAddress['turn'] = (...to) => {
    // Where the one after another page leads is known when that is there.
    if (address.view.cursor === cursor) address.turn(...to);
  };
  if (!cursor && !nextCursor) return null;
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
        disabled={!cursor}
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
        onClick={() => turn(nextCursor, [...before, cursor ?? ''])}
      >
        <NextIcon />
      </IconButton>
    </nav>
  );
}

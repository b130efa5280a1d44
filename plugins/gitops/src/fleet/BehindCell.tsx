import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import DiffersIcon from '@material-ui/icons/CallSplit';
import SameIcon from '@material-ui/icons/Check';
import WaitingIcon from '@material-ui/icons/Schedule';
import type { FleetRow } from '@backstage-gitops/plugin-gitops-common';
import { Mark } from '../look/Mark';
import { subtleText } from '../look/surface';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';

const useStyles = makeStyles(
  theme => ({ quiet: { fontSize: '0.82rem', color: subtleText(theme) } }),
  { name: 'GitopsBehindCell' },
);

export interface BehindCellProps {
  readonly row: FleetRow;
}

/** "3 · 6 d": how many changes behind, and for how long. */
export function BehindCell({ row }: BehindCellProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  // There a row has no head that says what is counted.
  const headless = useMediaQuery(useTheme().breakpoints.down('sm'));
  const { behindState, behindCount: count, behindSince: since } = row;
  switch (behindState) {
    case 'behind':
      return (
        <Mark
          tone="waiting"
          icon={<WaitingIcon />}
          title={
            count === undefined || since === undefined
              ? undefined
              : t('fleet.behind.hint', { count, time: time.exact(since) })
          }
        >
          {count === undefined
            ? t('fleet.unknown')
            : t(headless ? 'lag.behindShort' : 'fleet.behind.behind', {
                count,
              })}
          {since && ` · ${time.span(since)}`}
        </Mark>
      );
    case 'differs':
      return (
        <Mark tone="unknown" look="plain" icon={<DiffersIcon />}>
          {t('fleet.behind.differs')}
        </Mark>
      );
    case 'same':
      return (
        <Mark tone="ok" look="plain" icon={<SameIcon />}>
          {t('fleet.behind.same')}
        </Mark>
      );
    default:
      return <span className={classes.quiet}>{t('fleet.behind.first')}</span>;
  }
}

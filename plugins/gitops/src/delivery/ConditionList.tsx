import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import BadIcon from '@material-ui/icons/ErrorOutline';
import BusyIcon from '@material-ui/icons/Autorenew';
import GoodIcon from '@material-ui/icons/Check';
import UnknownIcon from '@material-ui/icons/HelpOutline';
import WarningIcon from '@material-ui/icons/ReportProblemOutlined';
import type { EngineCondition } from '@backstage-gitops/plugin-gitops-common';
import { Mark } from '../look/Mark';
import { hairline, subtleText } from '../look/surface';
import type { Tone } from '../look/tones';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import { conditionTone } from './conditionTone';

const icons: Partial<Record<Tone, typeof GoodIcon>> = {
  ok: GoodIcon,
  alert: BadIcon,
  waiting: WarningIcon,
  neutral: BusyIcon,
};

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: {
      padding: theme.spacing(0.75, 0),
      '& + &': { borderTop: hairline(theme) },
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(1),
      fontSize: '0.88rem',
    },
    quiet: {
      fontSize: '0.82rem',
      color: subtleText(theme),
      overflowWrap: 'anywhere',
    },
    message: { margin: 0 },
  }),
  { name: 'GitopsConditionList' },
);

export interface ConditionListProps {
  readonly conditions: readonly EngineCondition[];
  /** The message that stands above already. */
  readonly told: string | undefined;
}

/** What the engine keeps with its object, as it says it. */
export function ConditionList({ conditions, told }: ConditionListProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <ul className={classes.list}>
      {conditions.map(({ type, status, reason, message, since }) => {
        const tone = conditionTone({ type, status });
        const Icon = icons[tone] ?? UnknownIcon;
        return (
          <li key={`${type} ${message}`} className={classes.item}>
            <div className={classes.head}>
              <Mark
                tone={tone}
                look={tone === 'ok' ? 'plain' : 'filled'}
                icon={<Icon />}
              >
                {t('delivery.condition', { type, status })}
              </Mark>
              {reason && <span className={classes.quiet}>{reason}</span>}
              {since && <RelativeTime time={since} className={classes.quiet} />}
            </div>
            {message && message !== told && (
              <p className={`${classes.message} ${classes.quiet}`}>{message}</p>
            )}
          </li>
        );
      })}
    </ul>
  );
}

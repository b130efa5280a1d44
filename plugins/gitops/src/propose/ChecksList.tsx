import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import FineIcon from '@material-ui/icons/Check';
import InfoIcon from '@material-ui/icons/InfoOutlined';
import DenyIcon from '@material-ui/icons/Close';
import WarnIcon from '@material-ui/icons/WarningOutlined';
import type { ProposalPlan } from '@backstage-gitops/plugin-gitops-common';
import { Mark } from '../look/Mark';
import { monospace, subtleText } from '../look/surface';
import type { Tone } from '../look/tones';
import { useReadableTimes } from '../time/useReadableTimes';
import { gitopsTranslationRef } from '../translation';
import { FirstOf } from './FirstOf';
import { PlanCheck, planChecks } from './planChecks';

const SHOWN = 6;

const tones: Record<PlanCheck['level'], Tone> = {
  deny: 'alert',
  error: 'alert',
  warn: 'waiting',
  warning: 'waiting',
  info: 'unknown',
};
const icons: Record<PlanCheck['level'], typeof FineIcon> = {
  deny: DenyIcon,
  error: DenyIcon,
  warn: WarnIcon,
  warning: WarnIcon,
  info: InfoIcon,
};

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexDirection: 'column', gap: 6 },
    line: {
      display: 'grid',
      gridTemplateColumns: '104px minmax(0, 1fr)',
      alignItems: 'start',
      justifyItems: 'start',
      columnGap: theme.spacing(1.5),
    },
    words: { fontSize: '0.88rem', overflowWrap: 'anywhere' },
    name: { fontWeight: 600 },
    quiet: { fontSize: '0.82rem', color: subtleText(theme) },
    place: {
      fontFamily: monospace,
      fontSize: '0.78rem',
      color: subtleText(theme),
    },
  }),
  { name: 'GitopsChecksList' },
);

export interface ChecksListProps {
  readonly plan: ProposalPlan;
}

/** What rules say of the result, and what planning it ran into. */
export function ChecksList({ plan }: ChecksListProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const checks = planChecks(plan);
  return (
    <div className={classes.root}>
      {plan.policies.length === 0 && (
        <Mark
          tone="ok"
          look="plain"
          icon={<FineIcon aria-hidden />}
          title={t('proposal.plan.checksFineHint')}
        >
          {t('proposal.plan.checksFine')}
        </Mark>
      )}
      <FirstOf
        items={checks}
        count={SHOWN}
        keyOf={({ level, name, message, place }) =>
          JSON.stringify([level, name, message, place])
        }
      >
        {check => <Check check={check} />}
      </FirstOf>
    </div>
  );
}

function Check({ check }: { readonly check: PlanCheck }) {
  const { level, by, name, resources, place } = check;
  const message = useReadableTimes(check.message);
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const Icon = icons[level];
  return (
    <div className={classes.line}>
      <Mark tone={tones[level]} icon={<Icon aria-hidden />}>
        {t(`proposal.plan.${level}`)}
      </Mark>
      <span className={classes.words}>
        {by === 'policy' && <span className={classes.name}>{name}</span>}{' '}
        {message}{' '}
        {by === 'planning' && <span className={classes.place}>{name}</span>}{' '}
        {resources.length === 1 && (
          <span className={classes.place}>{resources[0]}</span>
        )}
        {resources.length > 1 && (
          <span className={classes.quiet} title={resources.join('\n')}>
            {t('proposal.plan.resources', { count: resources.length })}
          </span>
        )}
        {place && <span className={classes.place}>{place}</span>}
      </span>
    </div>
  );
}

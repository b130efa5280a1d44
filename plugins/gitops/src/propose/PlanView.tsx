import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type { Change } from '@backstage-gitops/plugin-gitops-common';
import { PullRequestLink } from '../changes/PullRequestLink';
import { Subject } from '../changes/Subject';
import { hairline, subtleText } from '../look/surface';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import { ChecksList } from './ChecksList';
import { DiffTabs, DiffTabsProps } from './DiffTabs';
import { FirstOf } from './FirstOf';
import { Section } from './Section';

const BRINGS = 8;
const SHORT_COMMIT = 8;

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2.75),
      transition: 'opacity 150ms',
      minWidth: 0,
    },
    busy: { opacity: 0.55 },
    change: {
      display: 'grid',
      gridTemplateColumns: '56px minmax(0, 1fr) auto',
      alignItems: 'baseline',
      columnGap: theme.spacing(1),
      padding: theme.spacing(0.5, 0),
      fontSize: '0.88rem',
      '& + &': { borderTop: hairline(theme) },
      [theme.breakpoints.down('xs')]: {
        gridTemplateColumns: '56px minmax(0, 1fr)',
      },
    },
    who: {
      fontSize: '0.82rem',
      color: subtleText(theme),
      [theme.breakpoints.down('xs')]: { gridColumn: 2 },
    },
    commit: { fontSize: '0.82rem', color: subtleText(theme) },
  }),
  { name: 'GitopsPlanView' },
);

export interface PlanViewProps extends DiffTabsProps {
  /** A newer plan is on its way. */
  readonly refreshing: boolean;
}

/** What a proposal would do: its diff, what it brings, and whether it may. */
export function PlanView({ refreshing, ...tabs }: PlanViewProps) {
  const { plan } = tabs;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [revision] = Object.values(plan.revisions);
  return (
    <div
      className={refreshing ? `${classes.root} ${classes.busy}` : classes.root}
      aria-busy={refreshing}
    >
      <Section
        title={t('proposal.plan.diff')}
        note={
          revision && (
            <span title={revision}>
              {t('proposal.plan.revision', {
                revision: revision.slice(0, SHORT_COMMIT),
              })}
            </span>
          )
        }
      >
        <DiffTabs {...tabs} />
      </Section>
      {(plan.kind === 'promotion' || plan.brings.length > 0) && (
        <Section
          title={t('proposal.plan.brings')}
          note={
            plan.brings.length > 0
              ? t('proposal.plan.bringsCount', { count: plan.brings.length })
              : t('proposal.plan.bringsNone')
          }
        >
          <FirstOf
            items={plan.brings}
            count={BRINGS}
            keyOf={({ landedBy, commit }) => landedBy + commit}
          >
            {change => <Brought change={change} />}
          </FirstOf>
        </Section>
      )}
      <Section title={t('proposal.plan.checks')}>
        <ChecksList plan={plan} />
      </Section>
    </div>
  );
}

function Brought({ change }: { readonly change: Change }) {
  const classes = useStyles();
  const { pullRequest, subject, author, effectiveAt, commit } = change;
  return (
    <div className={classes.change}>
      {pullRequest ? (
        <PullRequestLink pullRequest={pullRequest} />
      ) : (
        <span className={classes.commit} title={commit}>
          {commit.slice(0, SHORT_COMMIT)}
        </span>
      )}
      <Subject text={subject} />
      <span className={classes.who}>
        {author} · <RelativeTime time={effectiveAt} />
      </span>
    </div>
  );
}

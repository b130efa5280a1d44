import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import LockIcon from '@material-ui/icons/LockOutlined';
import type { ProposalPlan } from '@backstage-gitops/plugin-gitops-common';
import { useMemo, useState } from 'react';
import { countLines } from '../diff/unifiedDiff';
import { Notice } from '../look/Notice';
import { hairline, subtleText } from '../look/surface';
import { toneColors } from '../look/tones';
import { ViewPanel, ViewTabs } from '../look/ViewTabs';
import { gitopsTranslationRef } from '../translation';
import { AlsoAffects, AlsoAffectsProps } from './AlsoAffects';
import { FileDiffs } from './FileDiffs';
import { RenderedDiffs } from './RenderedDiffs';

const VIEWS = ['file', 'rendered', 'affects'] as const;
type View = (typeof VIEWS)[number];

const useStyles = makeStyles(
  theme => ({
    tabs: { borderBottom: hairline(theme) },
    tab: {
      minHeight: 36,
      fontSize: '0.88rem',
      [theme.breakpoints.down('xs')]: { padding: theme.spacing(0.5, 1) },
    },
    count: {
      fontWeight: 400,
      marginLeft: 6,
      // Three of them fit a phone only one above the other.
      [theme.breakpoints.down('xs')]: {
        display: 'block',
        marginLeft: 0,
        fontSize: '0.75rem',
        lineHeight: 1.3,
      },
    },
    attention: { fontWeight: 700, color: toneColors(theme, 'waiting').text },
    panel: { paddingTop: theme.spacing(1.5) },
    note: {
      margin: theme.spacing(1, 0, 0),
      fontSize: '0.8rem',
      color: subtleText(theme),
    },
  }),
  { name: 'GitopsDiffTabs' },
);

const group = 'gitops-diff';

export type DiffTabsProps = AlsoAffectsProps & { readonly plan: ProposalPlan };

/** What would change: in the files, on the clusters, and for whom besides. */
export function DiffTabs(props: DiffTabsProps) {
  const { plan } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [view, setView] = useState<View>('file');
  const counts = useCounts(plan);
  const hidden = areDiffsHidden(plan);
  return (
    <>
      <ViewTabs
        group={group}
        title={t('proposal.plan.diff')}
        views={VIEWS}
        view={view}
        onTurn={setView}
        className={classes.tabs}
        tabClassName={classes.tab}
        label={name => (
          <span>
            {t(`proposal.plan.${name}`)}{' '}
            <span
              className={
                name === 'affects' && plan.alsoAffects.length > 0
                  ? `${classes.count} ${classes.attention}`
                  : classes.count
              }
            >
              {counts[name]}
            </span>
          </span>
        )}
      />
      <ViewPanel group={group} view={view} className={classes.panel}>
        {view !== 'affects' && hidden && <HiddenDiffs />}
        {view === 'file' && !hidden && <FileDiffs files={plan.files} />}
        {view === 'rendered' && !hidden && (
          <RenderedDiffs changes={plan.rendered} />
        )}
        {view === 'affects' && <AlsoAffects {...props} />}
      </ViewPanel>
      {view !== 'affects' && !hidden && (
        <p className={classes.note}>{t('proposal.plan.masked')}</p>
      )}
    </>
  );
}

/** The backend leaves diffs out for whoever may not see field values. */
function areDiffsHidden({ diagnostics }: ProposalPlan): boolean {
  return diagnostics.some(({ code }) => code === 'proposal-diffs-hidden');
}

function HiddenDiffs() {
  const { t } = useTranslationRef(gitopsTranslationRef);
  return (
    <Notice
      tone="unknown"
      icon={<LockIcon />}
      title={t('proposal.plan.hidden.title')}
    >
      {t('proposal.plan.hidden.text')}
    </Notice>
  );
}

function useCounts(plan: ProposalPlan): Record<View, string> {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { files, rendered, alsoAffects } = plan;
  const lines = useMemo(
    () =>
      files
        .map(({ diff }) => countLines(diff))
        .reduce((sum, { added, removed }) => sum + Math.max(added, removed), 0),
    [files],
  );
  const hidden = areDiffsHidden(plan);
  const none = t('proposal.plan.none');
  const absent = hidden ? t('proposal.plan.hidden.count') : none;
  return {
    file:
      files.length === 0
        ? absent
        : t('proposal.plan.files', {
            count: lines,
            files: t('proposal.plan.fileCount', { count: files.length }),
          }),
    rendered:
      rendered.length === 0
        ? absent
        : t('proposal.plan.resources', { count: rendered.length }),
    affects:
      alsoAffects.length === 0 ? none : alsoAffects.length.toLocaleString(),
  };
}

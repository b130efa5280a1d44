import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { EngineIcon } from '../delivery/EngineIcon';
import { subtleText } from '../look/surface';
import type { PlannedTarget } from '../proposals/ProposalsContext';
import { gitopsTranslationRef } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      gridColumn: '1 / -1',
      display: 'flex',
      gap: theme.spacing(1),
      margin: 0,
      fontSize: '0.88rem',
      color: subtleText(theme),
      '& svg': { fontSize: '1.2rem', marginTop: 2, flexShrink: 0 },
    },
  }),
  { name: 'GitopsWhyPullRequest' },
);

export interface WhyPullRequestProps {
  readonly targets: readonly PlannedTarget[];
}

/** Why this is not undone on the cluster, where an engine would put it back. */
export function WhyPullRequest({ targets }: WhyPullRequestProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [engine] = targets.flatMap(({ live }) => {
    if (live?.state !== 'observed') return [];
    return live.engine === 'flux' || live.delivery?.automated
      ? [live.engine]
      : [];
  });
  if (!engine) return null;
  return (
    <p className={classes.root}>
      <EngineIcon engine={engine} aria-hidden />
      {engine === 'flux'
        ? t('delivery.rollback.flux')
        : t('delivery.rollback.automated', {
            engine: t(`live.engine.${engine}`),
          })}
    </p>
  );
}

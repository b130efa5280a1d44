import { useTranslationRef } from '@backstage/frontend-plugin-api';
import ButtonBase from '@material-ui/core/ButtonBase';
import { makeStyles } from '@material-ui/core/styles';
import type { FleetResponse } from '@backstage-gitops/plugin-gitops-common';
import { focusRing, subtleText } from '../look/surface';
import { toneColors } from '../look/tones';
import { gitopsTranslationRef } from '../translation';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      columnGap: theme.spacing(2.5),
      rowGap: 4,
      margin: 0,
      fontSize: '0.95rem',
      color: subtleText(theme),
    },
    total: {
      fontSize: '1.15rem',
      fontWeight: 700,
      color: theme.palette.text.primary,
    },
    action: {
      font: 'inherit',
      fontWeight: 600,
      borderRadius: 4,
      verticalAlign: 'baseline',
      textDecoration: 'underline',
      textDecorationStyle: 'dotted',
      textUnderlineOffset: '3px',
      '&:focus-visible': focusRing(theme),
    },
    waiting: { color: toneColors(theme, 'waiting').text },
    alert: { color: toneColors(theme, 'alert').text },
    drifted: { color: toneColors(theme, 'drift').text },
    unhealthy: { color: toneColors(theme, 'alert').text },
    grow: { marginLeft: 'auto' },
  }),
  { name: 'GitopsFleetCounts' },
);

export interface FleetCountsProps {
  readonly fleet: FleetResponse;
  readonly onRepositories: () => void;
  readonly onEngines: () => void;
  readonly onBehind: () => void;
  readonly onState: (state: 'drifted' | 'unhealthy') => void;
  readonly onStuck: () => void;
}

/** How much there is, and how much of it needs attention. */
export function FleetCounts(props: FleetCountsProps) {
  const { fleet, onRepositories, onEngines, onBehind, onState, onStuck } =
    props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { total, counts, repositories } = fleet;
  const stuck = counts?.stuck ?? 0;
  const failing = repositories.filter(({ state }) => state === 'failed').length;
  return (
    <div className={classes.root} data-testid="gitops-fleet-counts">
      <span className={classes.total}>
        {t('fleet.counts.targets', { count: total })}
      </span>
      {counts && (
        <>
          <span>{t('fleet.counts.services', { count: counts.services })}</span>
          {stuck > 0 && (
            <ButtonBase
              className={`${classes.action} ${classes.waiting}`}
              title={t('fleet.stuck.countHint')}
              onClick={onStuck}
            >
              {t('fleet.stuck.count', { count: stuck })}
            </ButtonBase>
          )}
          {(['drifted', 'unhealthy'] as const).map(state => {
            const count = counts[state] ?? 0;
            return (
              count > 0 && (
                <ButtonBase
                  key={state}
                  className={`${classes.action} ${classes[state]}`}
                  onClick={() => onState(state)}
                >
                  {t(`fleet.counts.${state}`, { count })}
                </ButtonBase>
              )
            );
          })}
          {counts.behind > 0 && (
            <ButtonBase
              className={`${classes.action} ${classes.waiting}`}
              onClick={onBehind}
            >
              {t('fleet.counts.behind', { count: counts.behind })}
            </ButtonBase>
          )}
          {counts.differs > 0 && (
            <span>{t('fleet.counts.differs', { count: counts.differs })}</span>
          )}
        </>
      )}
      <span className={classes.grow}>
        <ButtonBase className={classes.action} onClick={onRepositories}>
          {t('fleet.counts.repositories', { count: repositories.length })}
        </ButtonBase>
        {failing > 0 && (
          <>
            {' · '}
            <ButtonBase
              className={`${classes.action} ${classes.alert}`}
              onClick={onRepositories}
            >
              {t('fleet.counts.failing', { count: failing })}
            </ButtonBase>
          </>
        )}
        {counts?.drifted !== undefined && (
          <>
            {' · '}
            <ButtonBase className={classes.action} onClick={onEngines}>
              {t('engine.link')}
            </ButtonBase>
          </>
        )}
      </span>
    </div>
  );
}

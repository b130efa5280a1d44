import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import OpenIcon from '@material-ui/icons/ChevronRight';
import type { TargetState } from '@backstage-gitops/plugin-gitops-common';
import { OriginLink } from '../artifacts/OriginLink';
import { artifactsOf } from '../artifacts/orderArtifacts';
import { VersionText } from '../artifacts/VersionText';
import { AskedBy } from '../changes/AskedBy';
import { PullRequestLink } from '../changes/PullRequestLink';
import { Subject } from '../changes/Subject';
import { DeliveryTrack } from '../delivery/DeliveryTrack';
import { EngineLabel } from '../delivery/EngineLabel';
import { LiveMarks } from '../live/LiveMarks';
import type { ObservedLive } from '../live/liveState';
import { focusRing, hairline, subtleText, surface } from '../look/surface';
import { ProposalChips } from '../proposals/ProposalChips';
import { TargetActions } from '../proposals/TargetActions';
import { StaleMark } from '../repositories/StaleMark';
import type { TargetView } from '../target/targetAddress';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import { LagMark } from './LagMark';
import { MoreArtifacts } from './MoreArtifacts';

const useStyles = makeStyles(
  theme => ({
    root: {
      ...surface(theme),
      position: 'relative',
      display: 'flex',
      flexDirection: 'column',
      minWidth: 0,
      transition: 'border-color 120ms, box-shadow 120ms',
      '&:hover': {
        borderColor: theme.palette.primary.main,
        boxShadow: '0 2px 10px rgba(10, 25, 45, 0.10)',
      },
      '&:hover $chevron': { opacity: 1, transform: 'none' },
    },
    // The button spans the card; what can be pressed inside lies above it.
    open: {
      display: 'flex',
      alignItems: 'center',
      gap: 2,
      border: 0,
      padding: 0,
      background: 'none',
      font: 'inherit',
      textAlign: 'left',
      cursor: 'pointer',
      color: subtleText(theme),
      fontSize: '0.82rem',
      fontWeight: 600,
      minWidth: 0,
      overflowWrap: 'anywhere',
      '&::after': { content: '""', position: 'absolute', inset: 0 },
      '&:focus-visible': { outline: 'none' },
      '&:focus-visible::after': { ...focusRing(theme), borderRadius: 10 },
    },
    chevron: {
      fontSize: '1.1rem',
      flexShrink: 0,
      opacity: 0.5,
      transform: 'translateX(-2px)',
      transition: 'opacity 120ms, transform 120ms',
    },
    top: {
      display: 'flex',
      flexDirection: 'column',
      alignItems: 'flex-start',
      gap: 6,
      padding: theme.spacing(1.75, 2, 1.75),
    },
    full: { width: '100%' },
    way: { '&:empty': { display: 'none' } },
    lag: { display: 'flex', '&:empty': { display: 'none' } },
    above: {
      position: 'relative',
      zIndex: 1,
      minWidth: 0,
      maxWidth: '100%',
    },
    bottom: {
      borderTop: hairline(theme),
      padding: theme.spacing(1.25, 2, 1.5),
      fontSize: '0.82rem',
      lineHeight: 1.5,
      color: subtleText(theme),
      display: 'flex',
      flexDirection: 'column',
      gap: 3,
    },
    who: { display: 'flex', flexWrap: 'wrap', columnGap: 8, minWidth: 0 },
    fit: { width: 'fit-content', maxWidth: '100%' },
    foot: {
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'space-between',
      columnGap: 8,
      minWidth: 0,
    },
    strong: { color: theme.palette.text.primary },
  }),
  { name: 'GitopsTargetCard' },
);

export interface TargetCardProps {
  readonly target: TargetState;
  readonly label: string;
  /** When the target was last seen, where that was too long ago. */
  readonly staleSince?: string;
  readonly onOpen: (target: TargetState, view?: TargetView) => void;
}

/** One target: what it declares, since when, by whom, and from which line. */
export function TargetCard(props: TargetCardProps) {
  const { target, label, staleSince, onOpen } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { main, others } = artifactsOf(target);
  const change = target.lastChange;
  const engineHint = ({ mode }: ObservedLive) => mode && t(`live.mode.${mode}`);
  return (
    <article className={classes.root} data-testid="gitops-target-card">
      <div className={classes.top}>
        <button
          type="button"
          className={classes.open}
          aria-label={t('board.details', {
            target: label,
            environment: target.environment,
          })}
          onClick={() => onOpen(target)}
        >
          {label}
          <OpenIcon className={classes.chevron} aria-hidden />
        </button>
        {main && (
          <div className={classes.above}>
            <VersionText artifact={main} look="headline" />
          </div>
        )}
        {!main && t('target.noArtifacts')}
        {target.live?.state === 'observed' && target.live.delivery && (
          <div className={`${classes.above} ${classes.full} ${classes.way}`}>
            <DeliveryTrack
              live={target.live}
              label={t('delivery.track.of', {
                engine: t(`live.engine.${target.live.engine}`),
                target: label,
                environment: target.environment,
              })}
              onOpen={() => onOpen(target, 'delivery')}
            />
          </div>
        )}
        {target.live && (
          <div className={classes.above}>
            <LiveMarks
              live={target.live}
              drift={{
                label: t('live.showDrift', {
                  target: label,
                  environment: target.environment,
                }),
                onOpen: () => onOpen(target, 'drift'),
              }}
            />
          </div>
        )}
        <div className={`${classes.above} ${classes.lag}`}>
          <LagMark
            behind={target.behind}
            environment={target.environment}
            look="full"
          />
        </div>
        {staleSince && <StaleMark since={staleSince} />}
        <div className={`${classes.above} ${classes.full}`}>
          <ProposalChips
            target={target}
            onMore={() => onOpen(target, 'proposals')}
          />
        </div>
        {others.length > 0 && (
          <div className={classes.above}>
            <MoreArtifacts target={target} artifacts={others} />
          </div>
        )}
      </div>
      <div className={classes.bottom}>
        {change ? (
          <>
            <span className={`${classes.above} ${classes.who}`}>
              <RelativeTime
                time={change.effectiveAt}
                className={classes.strong}
              />
              {change.askedBy ? (
                <AskedBy
                  user={change.askedBy}
                  title={t('board.by', { author: change.author })}
                />
              ) : (
                <span>{t('board.by', { author: change.author })}</span>
              )}
              {change.pullRequest && (
                <PullRequestLink pullRequest={change.pullRequest} />
              )}
            </span>
            <Subject text={change.subject} />
          </>
        ) : (
          <span>{t('board.neverChanged')}</span>
        )}
        <span className={classes.foot}>
          {main && (
            <span className={`${classes.above} ${classes.fit}`}>
              <OriginLink target={target} artifact={main} look="short" />
            </span>
          )}
          {target.live?.state === 'observed' && (
            <span className={classes.above}>
              <EngineLabel
                engine={target.live.engine}
                instance={target.live.delivery?.instance}
                link={target.live.delivery?.link}
                title={engineHint(target.live)}
              />
            </span>
          )}
        </span>
        <div className={classes.above}>
          <TargetActions target={target} label={label} look="quiet" />
        </div>
      </div>
    </article>
  );
}

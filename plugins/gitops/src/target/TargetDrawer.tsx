import { NotFoundError } from '@backstage/errors';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type {
  TargetLive,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { DeliveryView } from '../delivery/DeliveryView';
import { DriftView } from '../drift/DriftView';
import { driftCount, troubleOf } from '../live/liveState';
import { SideDrawer } from '../look/SideDrawer';
import { ViewPanel } from '../look/ViewTabs';
import { ManifestDialog } from '../manifest/ManifestDialog';
import { useProposals } from '../proposals/ProposalsContext';
import { TargetProposals } from '../proposals/TargetProposals';
import { RequestFailure } from '../requests/RequestFailure';
import { ResourcesView } from '../resources/ResourcesView';
import { gitopsTranslationRef } from '../translation';
import { placeOf } from './placeOf';
import { OpenTarget, TARGET_VIEWS, TargetView } from './targetAddress';
import { TargetDetails, TargetDetailsProps } from './TargetDetails';
import { TargetHistory } from './TargetHistory';
import { TargetTabs, targetViews } from './TargetTabs';
import type { TargetAddress } from './useTargetAddress';

const useStyles = makeStyles(
  theme => ({
    panel: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(3.5),
      minWidth: 0,
    },
  }),
  { name: 'GitopsTargetDrawer' },
);

export interface TargetDrawerProps
  extends Pick<TargetDetailsProps, 'alsoOn' | 'onChoose'> {
  /** Absent where what the address names is not there. */
  readonly target?: TargetState;
  readonly address: TargetAddress;
}

/** A target's details, beside the page they were opened from. */
export function TargetDrawer(props: TargetDrawerProps) {
  const { target, address } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { open } = address;
  if (!open) return null;
  if (!target) {
    return (
      <SideDrawer
        open
        onClose={address.close}
        closeLabel={t('target.close')}
        title={t('target.gone')}
      >
        <RequestFailure
          error={new NotFoundError(open.id)}
          onRetry={address.close}
        />
      </SideDrawer>
    );
  }
  return <OpenDrawer {...props} target={target} open={open} />;
}

function OpenDrawer(
  props: TargetDrawerProps & {
    readonly target: TargetState;
    readonly open: OpenTarget;
  },
) {
  const { target, address, open } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { live } = target;
  const { on } = useProposals();
  const views = viewsOf(live);
  const view = views.includes(open.view) ? open.view : 'overview';
  return (
    <SideDrawer
      open
      wide
      onClose={address.close}
      closeLabel={t('target.close')}
      title={t('target.inEnvironment', {
        label: target.service,
        environment: target.environment,
      })}
      subtitle={placeOf(target)}
      below={
        <TargetTabs
          views={views}
          view={view}
          counts={{
            drift: live?.state === 'observed' ? driftCount(live) : 0,
            proposals: on(target.id).length,
          }}
          trouble={live && troubleOf(live)}
          onTurn={address.turnTo}
        />
      }
    >
      <ViewPanel group={targetViews} view={view} className={classes.panel}>
        <View {...props} view={view} />
      </ViewPanel>
      {open.resource && (
        <ManifestDialog
          target={target}
          resource={open.resource}
          onClose={() => address.compare(undefined)}
        />
      )}
    </SideDrawer>
  );
}

/** Without a cluster nothing runs; the built-in engine has no way of its own. */
function viewsOf(live: TargetLive | undefined): readonly TargetView[] {
  if (!live) return ['overview', 'proposals', 'history'];
  const delivered = live.state === 'observed' && live.engine !== 'builtin';
  return TARGET_VIEWS.filter(view => delivered || view !== 'delivery');
}

function View(
  props: TargetDrawerProps & {
    readonly target: TargetState;
    readonly view: TargetView;
  },
) {
  const { target, address, alsoOn, onChoose } = props;
  switch (props.view) {
    case 'delivery':
      return <DeliveryView target={target} />;
    case 'resources':
      return <ResourcesView target={target} onCompare={address.compare} />;
    case 'drift':
      return <DriftView target={target} onCompare={address.compare} />;
    case 'proposals':
      return <TargetProposals target={target} />;
    case 'history':
      return <TargetHistory target={target} />;
    default:
      return (
        <TargetDetails target={target} alsoOn={alsoOn} onChoose={onChoose} />
      );
  }
}

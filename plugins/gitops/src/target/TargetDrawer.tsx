import { NotFoundError } from '@backstage/errors';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type {
  TargetLive,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import type { ReactNode } from 'react';
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

/** What is shown of a target that is not known, or not yet. */
export interface TargetStandIn {
  readonly title: string;
  readonly content: ReactNode;
}

export interface TargetDrawerProps
  extends Pick<TargetDetailsProps, 'alsoOn' | 'onChoose'> {
  /** Absent where what the address names is not there. */
  readonly target?: TargetState;
  readonly address: TargetAddress;
  /** Where the target may still come: without one it is gone. */
  readonly standIn?: TargetStandIn;
}

/**
 * A target's details, beside the page they were opened from. Whatever is known
 * of it, the drawer is one, so that it slides in once and keeps the focus.
 */
export function TargetDrawer(props: TargetDrawerProps) {
  const { target, address, standIn } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { open } = address;
  if (!open) return null;
  const view = target ? viewOf(target.live, open.view) : open.view;
  return (
    <SideDrawer
      open
      wide={target !== undefined || standIn !== undefined}
      onClose={address.close}
      closeLabel={t('target.close')}
      title={
        target
          ? t('target.inEnvironment', {
              label: target.service,
              environment: target.environment,
            })
          : standIn?.title ?? t('target.gone')
      }
      subtitle={target && placeOf(target)}
      below={target && <Tabs target={target} view={view} address={address} />}
    >
      {target ? (
        <OpenTargetContent {...props} target={target} open={open} view={view} />
      ) : (
        standIn?.content ?? (
          <RequestFailure
            error={new NotFoundError(open.id)}
            onRetry={address.close}
          />
        )
      )}
    </SideDrawer>
  );
}

function Tabs(props: {
  readonly target: TargetState;
  readonly view: TargetView;
  readonly address: TargetAddress;
}) {
  const { target, view, address } = props;
  const { live } = target;
  const { on } = useProposals();
  return (
    <TargetTabs
      views={viewsOf(live)}
      view={view}
      counts={{
        drift: live?.state === 'observed' ? driftCount(live) : 0,
        proposals: on(target.id).length,
      }}
      trouble={live && troubleOf(live)}
      onTurn={address.turnTo}
    />
  );
}

function OpenTargetContent(
  props: TargetDrawerProps & {
    readonly target: TargetState;
    readonly open: OpenTarget;
    readonly view: TargetView;
  },
) {
  const { target, address, open, view } = props;
  const classes = useStyles();
  return (
    <>
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
    </>
  );
}

/** The one asked for, where the target has it. */
function viewOf(live: TargetLive | undefined, asked: TargetView): TargetView {
  return viewsOf(live).includes(asked) ? asked : 'overview';
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

import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { useLiveRefresh } from '../live/useLiveRefresh';
import { Bone } from '../requests/Bone';
import { RequestFailure } from '../requests/RequestFailure';
import { useGitopsQuery } from '../requests/useGitopsQuery';
import { TargetDrawer } from '../target/TargetDrawer';
import type { TargetAddress } from '../target/useTargetAddress';
import { gitopsTranslationRef } from '../translation';

const useStyles = makeStyles(
  theme => ({
    bones: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(2),
    },
  }),
  { name: 'GitopsFleetTargetDrawer' },
);

export interface FleetTargetDrawerProps {
  readonly address: TargetAddress;
}

/** The details of a row, fetched when it is opened. */
export function FleetTargetDrawer({ address }: FleetTargetDrawerProps) {
  const { open } = address;
  return open ? <OpenDrawer id={open.id} address={address} /> : null;
}

function OpenDrawer(props: {
  readonly id: string;
  readonly address: TargetAddress;
}) {
  const { id, address } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const api = useApi(gitopsApiRef);
  const query = useGitopsQuery(id, signal => api.target(id, { signal }));
  useLiveRefresh([id], query.refresh);
  return (
    <TargetDrawer
      target={query.state === 'ready' ? query.data : undefined}
      address={address}
      standIn={{
        title: t('fleet.column.details'),
        content:
          query.state === 'failed' ? (
            <RequestFailure error={query.error} onRetry={query.reload} />
          ) : (
            <Bones />
          ),
      }}
    />
  );
}

function Bones() {
  const classes = useStyles();
  return (
    <div className={classes.bones} aria-busy="true">
      <Bone width="40%" height={28} />
      <Bone width="90%" height={18} />
      <Bone width="70%" height={18} />
    </div>
  );
}

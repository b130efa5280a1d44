import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { SideDrawer } from '../look/SideDrawer';
import { Bone } from '../requests/Bone';
import { RequestFailure } from '../requests/RequestFailure';
import { useGitopsQuery } from '../requests/useGitopsQuery';
import { TargetDrawer } from '../target/TargetDrawer';
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
  readonly id?: string;
  readonly onClose: () => void;
}

/** The details of a row, fetched when it is opened. */
export function FleetTargetDrawer({ id, onClose }: FleetTargetDrawerProps) {
  return id === undefined ? null : <OpenDrawer id={id} onClose={onClose} />;
}

function OpenDrawer(props: {
  readonly id: string;
  readonly onClose: () => void;
}) {
  const { id, onClose } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const api = useApi(gitopsApiRef);
  const query = useGitopsQuery(id, signal => api.target(id, { signal }));
  if (query.state === 'ready') {
    return <TargetDrawer target={query.data} onClose={onClose} />;
  }
  return (
    <SideDrawer
      open
      onClose={onClose}
      closeLabel={t('target.close')}
      title={t('fleet.column.details')}
    >
      {query.state === 'loading' ? (
        <div className={classes.bones} aria-busy="true">
          <Bone width="40%" height={28} />
          <Bone width="90%" height={18} />
          <Bone width="70%" height={18} />
        </div>
      ) : (
        <RequestFailure error={query.error} onRetry={query.reload} />
      )}
    </SideDrawer>
  );
}

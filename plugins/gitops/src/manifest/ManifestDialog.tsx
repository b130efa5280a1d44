import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Dialog from '@material-ui/core/Dialog';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import CloseIcon from '@material-ui/icons/Close';
import LockIcon from '@material-ui/icons/LockOutlined';
import type {
  ResourceSelector,
  TargetManifestResponse,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { lazy, Suspense, useState } from 'react';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { resourceKey, resourceTitle } from '../drift/resourceText';
import { useLiveRefresh } from '../live/useLiveRefresh';
import { ChoiceField } from '../look/ChoiceField';
import { Notice } from '../look/Notice';
import { hairline, subtleText, textGround } from '../look/surface';
import { failureOf } from '../requests/failure';
import { RequestFailure } from '../requests/RequestFailure';
import { RowsSkeleton } from '../requests/RowsSkeleton';
import { Query, useGitopsQuery } from '../requests/useGitopsQuery';
import { StatusMark } from '../resources/StatusMark';
import { gitopsTranslationRef } from '../translation';
import type { Extent } from './manifestHunks';

// The component that draws differences is only fetched where one is shown.
const ManifestDiff = lazy(() =>
  import('./ManifestDiff').then(m => ({ default: m.ManifestDiff })),
);

const useStyles = makeStyles(
  theme => ({
    paper: {
      ...textGround(theme),
      backgroundColor: theme.palette.background.paper,
      minHeight: 'min(420px, 100%)',
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1.5),
      padding: theme.spacing(2, 2, 1.5, 3),
      borderBottom: hairline(theme),
      [theme.breakpoints.down('xs')]: {
        padding: theme.spacing(1.5, 1, 1.5, 2),
      },
    },
    titles: { flex: '1 1 200px', minWidth: 0 },
    title: {
      margin: 0,
      fontSize: '1.1rem',
      fontWeight: 700,
      overflowWrap: 'anywhere',
    },
    subtitle: { fontSize: '0.84rem', color: subtleText(theme) },
    close: { [theme.breakpoints.down('xs')]: { order: 1 } },
    choice: {
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1.5),
      [theme.breakpoints.down('xs')]: { order: 2, flexBasis: '100%' },
    },
    body: { overflow: 'auto', flex: 1 },
    padded: { padding: theme.spacing(2.5, 3) },
    foot: {
      padding: theme.spacing(1, 3),
      borderTop: hairline(theme),
      fontSize: '0.8rem',
      color: subtleText(theme),
    },
  }),
  { name: 'GitopsManifestDialog' },
);

export interface ManifestDialogProps {
  readonly target: TargetState;
  readonly resource: ResourceSelector;
  readonly onClose: () => void;
}

/** One resource as Git declares it beside what is live. */
export function ManifestDialog(props: ManifestDialogProps) {
  const { target, resource, onClose } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const api = useApi(gitopsApiRef);
  const narrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  const [extent, setExtent] = useState<Extent>('around');
  const query = useGitopsQuery(
    `${target.id} ${resourceKey(resource)}`,
    signal => api.targetManifest(target.id, resource, { signal }),
  );
  useLiveRefresh([target.id], query.refresh);
  const title = resourceTitle(resource);
  return (
    <Dialog
      open
      fullWidth
      fullScreen={narrow}
      maxWidth="lg"
      onClose={onClose}
      PaperProps={{ className: classes.paper, 'aria-label': title }}
    >
      <div className={classes.head}>
        <div className={classes.titles}>
          <h2 className={classes.title}>{title}</h2>
          {resource.namespace && (
            <div className={classes.subtitle}>{resource.namespace}</div>
          )}
        </div>
        <div className={classes.choice}>
          {query.state === 'ready' && (
            <StatusMark status={query.data.status} fields={0} stale={false} />
          )}
          <ChoiceField
            id="extent"
            label={t('manifest.show')}
            value={extent}
            choices={[
              { value: 'around', label: t('manifest.around') },
              { value: 'whole', label: t('manifest.whole') },
            ]}
            onChange={value =>
              setExtent(value === 'whole' ? 'whole' : 'around')
            }
          />
        </div>
        <IconButton
          className={classes.close}
          size="small"
          aria-label={t('manifest.close')}
          onClick={onClose}
        >
          <CloseIcon />
        </IconButton>
      </div>
      <div className={classes.body}>
        <Manifests target={target} query={query} extent={extent} />
      </div>
      <div className={classes.foot}>{t('manifest.masked')}</div>
    </Dialog>
  );
}

function Manifests(props: {
  readonly target: TargetState;
  readonly query: Query<TargetManifestResponse>;
  readonly extent: Extent;
}) {
  const { target, query, extent } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const waiting = (
    <div className={classes.padded}>
      <RowsSkeleton />
    </div>
  );
  if (query.state === 'loading') return waiting;
  if (query.state === 'failed') {
    return (
      <div className={classes.padded}>
        {failureOf(query.error) === 'denied' ? (
          <Notice
            tone="unknown"
            icon={<LockIcon />}
            title={t('drift.denied.title')}
          >
            {t('drift.denied.text')}
          </Notice>
        ) : (
          <RequestFailure error={query.error} onRetry={query.reload} />
        )}
      </div>
    );
  }
  const { declared, live } = query.data;
  const cluster =
    target.live?.state === 'observed' ? target.live.cluster : target.cluster;
  const sideTitle = (title: string, text: string | undefined, absent: string) =>
    text === undefined ? `${title}: ${absent}` : title;
  return (
    <Suspense fallback={waiting}>
      <ManifestDiff
        declared={declared}
        live={live}
        extent={extent}
        declaredTitle={sideTitle(
          t('manifest.declared'),
          declared,
          t('manifest.absent.declared'),
        )}
        liveTitle={sideTitle(
          cluster ? t('manifest.live', { cluster }) : t('manifest.liveNowhere'),
          live,
          t('manifest.absent.live'),
        )}
      />
    </Suspense>
  );
}

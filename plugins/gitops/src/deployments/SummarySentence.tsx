import { useTranslationRef } from '@backstage/frontend-plugin-api';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles, Theme } from '@material-ui/core/styles';
import Tooltip from '@material-ui/core/Tooltip';
import OkIcon from '@material-ui/icons/CheckCircle';
import UnknownIcon from '@material-ui/icons/HelpOutline';
import RefreshIcon from '@material-ui/icons/Refresh';
import WaitingIcon from '@material-ui/icons/Schedule';
import DriftIcon from '@material-ui/icons/ChangeHistory';
import AlertIcon from '@material-ui/icons/ErrorOutline';
import type { Artifact } from '@backstage-gitops/plugin-gitops-common';
import { abbreviateVersion, declaredVersion } from '../artifacts/versionText';
import { monospace, subtleText, surface } from '../look/surface';
import { toneColors } from '../look/tones';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';
import { atStart } from './atStart';
import type { Declared, DeploymentsSummary } from './deploymentsSummary';
import { useLiveSentences } from './useLiveSentences';

const useStyles = makeStyles<Theme, { tone: DeploymentsSummary['tone'] }>(
  theme => ({
    root: {
      ...surface(theme),
      display: 'flex',
      alignItems: 'center',
      gap: theme.spacing(1.75),
      padding: theme.spacing(1.75, 1.5, 1.75, 2.5),
      [theme.breakpoints.down('xs')]: {
        alignItems: 'flex-start',
        flexWrap: 'wrap',
        padding: theme.spacing(1.75, 2),
      },
    },
    icon: {
      fontSize: 26,
      color: ({ tone }) => toneColors(theme, tone).text,
    },
    sentence: {
      flex: 1,
      minWidth: 0,
      margin: 0,
      fontSize: '1.12rem',
      lineHeight: 1.5,
      overflowWrap: 'anywhere',
      [theme.breakpoints.down('xs')]: { fontSize: '1rem' },
    },
    version: { fontFamily: monospace, fontSize: '0.94em', fontWeight: 700 },
    asOf: {
      display: 'flex',
      alignItems: 'center',
      gap: 4,
      whiteSpace: 'nowrap',
      fontSize: '0.82rem',
      color: subtleText(theme),
      [theme.breakpoints.down('xs')]: {
        flexBasis: '100%',
        justifyContent: 'flex-end',
      },
    },
  }),
  { name: 'GitopsSummarySentence' },
);

const icons = {
  ok: OkIcon,
  waiting: WaitingIcon,
  unknown: UnknownIcon,
  drift: DriftIcon,
  alert: AlertIcon,
};

export interface SummarySentenceProps {
  readonly summary: DeploymentsSummary;
  /** When Git was last read. */
  readonly asOf?: string;
  readonly refreshing: boolean;
  readonly onRefresh: () => void;
}

/** The page in a sentence, and how old what it says is. */
export function SummarySentence(props: SummarySentenceProps) {
  const { summary, asOf, refreshing, onRefresh } = props;
  const classes = useStyles({ tone: summary.tone });
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  const Icon = icons[summary.tone];
  const sentences = useSentences(summary, classes.version);
  return (
    <div className={classes.root}>
      <Icon
        className={classes.icon}
        titleAccess={t(`summary.tone.${summary.tone}`)}
      />
      <p className={classes.sentence} data-testid="gitops-summary">
        {sentences.map((sentence, index) => (
          // The order of the sentences is all that tells them apart.
          // eslint-disable-next-line react/no-array-index-key
          <span key={index}>{sentence} </span>
        ))}
      </p>
      <div className={classes.asOf}>
        {asOf && (
          <span title={time.exact(asOf)}>
            {t('summary.asOf', { time: time.ago(asOf) })}
          </span>
        )}
        <Tooltip title={t('summary.refresh')}>
          <span>
            <IconButton
              size="small"
              aria-label={t('summary.refresh')}
              disabled={refreshing}
              onClick={onRefresh}
            >
              <RefreshIcon fontSize="small" />
            </IconButton>
          </span>
        </Tooltip>
      </div>
    </div>
  );
}

function useSentences(
  summary: DeploymentsSummary,
  versionClass: string,
): (string | JSX.Element)[] {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const declared = useDeclaredSentence(versionClass);
  const last = summary.declared[0]?.environment;
  const gaps = summary.gaps.map(gap => {
    const environment = atStart(gap.from);
    if (gap.state === 'differs') {
      return t('summary.differs', { environment, other: gap.to });
    }
    const { count } = gap;
    return gap.to === last
      ? t('summary.ahead', { count, environment })
      : t('summary.aheadOf', { count, environment, other: gap.to });
  });
  const live = useLiveSentences(summary.live, versionClass);
  const closing: string[] = [];
  if (gaps.length === 0 && summary.compared && summary.tone === 'ok') {
    closing.push(t('summary.same'));
  }
  if (summary.live?.state === 'fine') closing.push(t('summary.live.fine'));
  return [...summary.declared.map(declared), ...live, ...gaps, ...closing];
}

function useDeclaredSentence(versionClass: string) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const on = (clusters: readonly string[]) =>
    clusters.length === 1
      ? clusters[0]
      : t('summary.clusters', { count: clusters.length });
  const version = (artifact: Artifact) => {
    const full = declaredVersion(artifact) ?? t('version.none');
    return (
      <span className={versionClass} title={full}>
        {abbreviateVersion(full)}
      </span>
    );
  };
  return (declared: Declared): string | JSX.Element => {
    const { what, clusters } = declared;
    const environment = atStart(declared.environment);
    const many = clusters.length > 1;
    switch (what.kind) {
      case 'nothing':
        return t('summary.declares.nothing', { environment });
      case 'split': {
        const [first, second] = what.parts;
        return t('summary.declares.split', {
          environment,
          first: version(first.artifact),
          firstOn: on(first.clusters),
          second: version(second.artifact),
          secondOn: on(second.clusters),
        });
      }
      case 'versions': {
        const versions = t('summary.versions', { count: what.count });
        return many
          ? t('summary.declares.versionsOnMany', {
              environment,
              versions,
              clusters: on(clusters),
            })
          : t('summary.declares.versions', { environment, versions });
      }
      case 'services': {
        const services = t('summary.services', { count: what.count });
        return many
          ? t('summary.declares.servicesOnMany', {
              environment,
              services,
              clusters: on(clusters),
            })
          : t('summary.declares.services', { environment, services });
      }
      default: {
        const verb = declared.runs ? 'runs' : 'declares';
        return clusters.length > 0
          ? t(`summary.${verb}.versionOn`, {
              environment,
              version: version(what.artifact),
              clusters: on(clusters),
            })
          : t(`summary.${verb}.version`, {
              environment,
              version: version(what.artifact),
            });
      }
    }
  };
}

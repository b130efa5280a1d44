import { CodeSnippet } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import type {
  LiveArtifact,
  TargetLive,
} from '@backstage-gitops/plugin-gitops-common';
import { Fragment, ReactNode } from 'react';
import { abbreviateVersion } from '../artifacts/versionText';
import { CopyButton } from '../artifacts/CopyButton';
import { EngineLabel } from '../delivery/EngineLabel';
import { clusterSnippet } from '../live/clusterSnippet';
import { LiveMarks } from '../live/LiveMarks';
import type { ObservedLive } from '../live/liveState';
import { hairline, monospace, subtleText } from '../look/surface';
import { RelativeTime } from '../time/RelativeTime';
import { gitopsTranslationRef } from '../translation';
import { RunningArtifacts } from './RunningArtifacts';

const SHORT_COMMIT = 10;

const useStyles = makeStyles(
  theme => ({
    marks: { marginBottom: theme.spacing(1.5) },
    artifact: {
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr) auto',
      columnGap: theme.spacing(2),
      padding: theme.spacing(1, 0),
      '& + &': { borderTop: hairline(theme) },
    },
    name: {
      gridColumn: '1 / -1',
      fontSize: '0.82rem',
      color: subtleText(theme),
      overflowWrap: 'anywhere',
    },
    version: {
      fontFamily: monospace,
      fontSize: '0.95rem',
      fontWeight: 600,
      overflowWrap: 'anywhere',
    },
    digest: {
      gridColumn: '1 / -1',
      fontFamily: monospace,
      fontSize: '0.72rem',
      color: subtleText(theme),
      overflowWrap: 'anywhere',
    },
    quiet: {
      margin: 0,
      fontSize: '0.85rem',
      color: subtleText(theme),
      fontVariantNumeric: 'tabular-nums',
    },
    facts: {
      display: 'grid',
      gridTemplateColumns: 'max-content minmax(0, 1fr)',
      columnGap: theme.spacing(2),
      rowGap: 6,
      margin: theme.spacing(1.5, 0, 0),
      fontSize: '0.88rem',
    },
    term: { color: subtleText(theme) },
    fact: { margin: 0, overflowWrap: 'anywhere' },
    code: { fontFamily: monospace, fontSize: '0.82rem' },
    snippet: { marginTop: theme.spacing(1), fontSize: '0.82rem' },
  }),
  { name: 'GitopsLiveFacts' },
);

export interface LiveFactsProps {
  /** Absent where the portal knows no cluster. */
  readonly live: TargetLive | undefined;
  /** Its id. */
  readonly target: string;
}

/** What really runs, how it is, who makes it so, and when it was seen. */
export function LiveFacts({ live, target }: LiveFactsProps) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (!live) {
    return (
      <>
        <p className={classes.quiet}>{t('target.noCluster.text')}</p>
        <div className={classes.snippet}>
          <CodeSnippet
            language="yaml"
            text={clusterSnippet}
            showCopyCodeButton
          />
        </div>
      </>
    );
  }
  return (
    <>
      <div className={classes.marks}>
        <LiveMarks live={live} />
      </div>
      {live.state === 'observed' && <Observed live={live} target={target} />}
    </>
  );
}

function Observed(props: {
  readonly live: ObservedLive;
  readonly target: string;
}) {
  const { live, target } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const commit = (sha: string) => (
    <span className={classes.code} title={sha}>
      {sha.slice(0, SHORT_COMMIT)}
    </span>
  );
  const engine = (
    <>
      <EngineLabel
        engine={live.engine}
        instance={live.delivery?.instance}
        link={live.delivery?.link}
      />
      {live.mode && `, ${t(`live.mode.${live.mode}`)}`}
    </>
  );
  const facts: [string, ReactNode][] = [
    [t('target.engine'), engine],
    [t('target.cluster'), live.cluster],
    [
      t('target.observedAt'),
      <RelativeTime key="observed" time={live.observedAt} />,
    ],
  ];
  if (live.revision) {
    facts.push([t('target.comparedRevision'), commit(live.revision)]);
  }
  if (live.appliedRevision) {
    facts.push([t('target.appliedRevision'), commit(live.appliedRevision)]);
  }
  return (
    <>
      <RunningArtifacts
        target={target}
        live={live}
        list={artifacts =>
          artifacts.map(artifact => (
            <Artifact
              key={`${artifact.name}:${artifact.version}:${artifact.digest}`}
              artifact={artifact}
            />
          ))
        }
        note={text => <p className={classes.quiet}>{text}</p>}
      />
      <dl className={classes.facts}>
        {facts.map(([term, fact]) => (
          <Fragment key={term}>
            <dt className={classes.term}>{term}</dt>
            <dd className={classes.fact}>{fact}</dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}

function Artifact({ artifact }: { readonly artifact: LiveArtifact }) {
  const classes = useStyles();
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { name, version, digest, ready, pods, since } = artifact;
  return (
    <div className={classes.artifact}>
      <span className={classes.name}>{name}</span>
      <span>
        <span className={classes.version} title={version}>
          {abbreviateVersion(version) || t('version.none')}
        </span>
        {version && <CopyButton text={version} />}
      </span>
      <span className={classes.quiet}>
        {t('target.pods', { ready: String(ready), pods: String(pods) })}
        {since && (
          <>
            {' · '}
            {t('target.runsFor', {
              time: <RelativeTime time={since} look="span" />,
            })}
          </>
        )}
      </span>
      {digest && (
        <span className={classes.digest} title={digest}>
          {abbreviateVersion(digest)}
          <CopyButton text={digest} label={t('version.digest')} />
        </span>
      )}
    </div>
  );
}

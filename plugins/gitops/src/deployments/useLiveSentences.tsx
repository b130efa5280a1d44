import { personName } from '@backstage-gitops/plugin-gitops-common';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { abbreviateVersion, declaredVersion } from '../artifacts/versionText';
import { useDeliveryText } from '../delivery/useDeliveryText';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';
import { atStart } from './atStart';
import type { LiveClause, LiveSummary } from './liveSummary';

/** What runs otherwise than it should, a sentence each. */
export function useLiveSentences(
  live: LiveSummary | undefined,
  versionClass: string,
): (string | JSX.Element)[] {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  const delivery = useDeliverySentence(versionClass);
  const placeOf = usePlaceText();
  const sentence = (clause: LiveClause): string | JSX.Element => {
    const { kind, targets: count } = clause;
    const place = placeOf(clause);
    // A cluster is called as it is called, wherever it stands.
    const first = place === clause.cluster ? place : atStart(place);
    switch (kind) {
      case 'running':
        return count > 1 ? (
          t('summary.live.runningMany', { count })
        ) : (
          <Running clause={clause} place={first} versionClass={versionClass} />
        );
      case 'drift': {
        const span = clause.since ? time.span(clause.since) : '–';
        return count > 1
          ? t('summary.live.driftMany', {
              count: clause.count,
              targets: t('summary.live.targets', { count }),
              time: span,
            })
          : t('summary.live.drift', { count: clause.count, place, time: span });
      }
      case 'stale':
        // Argo CD is asked in place of the cluster: it is what is away.
        return clause.engine === 'argocd'
          ? t('summary.live.away', {
              count,
              engine: t('live.engine.argocd'),
              place,
              time: time.ago(clause.since),
            })
          : t('summary.live.stale', {
              count,
              place: first,
              time: time.ago(clause.since),
            });
      case 'delivery':
        return count > 1
          ? t(`summary.live.${clause.of}Many`, { count })
          : delivery(clause);
      default:
        return t(`summary.live.${kind}`, { count, place: first });
    }
  };
  return live?.clauses.map(sentence) ?? [];
}

function Running(props: {
  readonly clause: Extract<LiveClause, { kind: 'running' }>;
  readonly place: string;
  readonly versionClass: string;
}) {
  const { clause, place, versionClass } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  const version = (
    <span className={versionClass} title={clause.version}>
      {abbreviateVersion(clause.version)}
    </span>
  );
  const facts = { place, version };
  return (
    <>
      {clause.since
        ? t('summary.live.runningFor', {
            ...facts,
            time: time.span(clause.since),
          })
        : t('summary.live.running', facts)}
    </>
  );
}

type DeliveryClause = Extract<LiveClause, { kind: 'delivery' }>;

/** An environment is named as well: several may share a cluster. */
function usePlaceText() {
  const { t } = useTranslationRef(gitopsTranslationRef);
  return ({ environment, cluster }: LiveClause) => {
    if (!cluster) return environment;
    // 'production on production-eu-1' would say it twice.
    return cluster.includes(environment)
      ? cluster
      : t('summary.live.place', { environment, cluster });
  };
}

function useDeliverySentence(versionClass: string) {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const text = useDeliveryText();
  const placeOf = usePlaceText();
  const versionOf = ({ artifact }: DeliveryClause) => {
    const full = (artifact && declaredVersion(artifact)) ?? t('version.none');
    const short = abbreviateVersion(full);
    return versionClass ? (
      <span className={versionClass} title={full}>
        {short}
      </span>
    ) : (
      short
    );
  };
  return (clause: DeliveryClause): string | JSX.Element => {
    const { of, trouble } = clause;
    const place = placeOf(clause);
    const engine = t(`live.engine.${clause.engine}`);
    const version = versionOf(clause);
    const names = text.names(trouble.names);
    switch (of) {
      case 'claimed':
        return t('summary.live.claimed', {
          place: place === clause.cluster ? place : atStart(place),
          count: trouble.names.length,
          engine,
        });
      case 'suspended':
        return trouble.by
          ? t('summary.live.suspendedBy', {
              by: personName(trouble.by),
              engine,
              place,
            })
          : t('summary.live.suspended', { engine, place });
      case 'rolloutPaused':
        return t('summary.live.rolloutPaused', { place });
      case 'waiting':
        return t('summary.live.waiting', { version, place, names });
      case 'needsSync':
        return t('summary.live.needsSync', { version, place });
      default:
        return t(`summary.live.${of}`, { engine, version, place });
    }
  };
}

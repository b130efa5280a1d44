import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { abbreviateVersion } from '../artifacts/versionText';
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
  const placeOf = ({ environment, cluster }: LiveClause) => {
    if (!cluster) return environment;
    // 'production on production-eu-1' would say it twice.
    return cluster.includes(environment)
      ? cluster
      : t('summary.live.place', { environment, cluster });
  };
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
        return t('summary.live.stale', {
          count,
          place: first,
          time: time.ago(clause.since),
        });
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

import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import UnansweredIcon from '@material-ui/icons/CloudOff';
import UnknownIcon from '@material-ui/icons/HelpOutline';
import {
  deliveryTrouble,
  TargetDeliveryResponse,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { LiveNotice } from '../live/LiveNotice';
import type { ObservedLive } from '../live/liveState';
import { useLiveRefresh } from '../live/useLiveRefresh';
import { Notice } from '../look/Notice';
import { RefreshFailure } from '../requests/RefreshFailure';
import { RequestFailure } from '../requests/RequestFailure';
import { RowsSkeleton } from '../requests/RowsSkeleton';
import { useGitopsQuery } from '../requests/useGitopsQuery';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';
import { commitPage } from './commitPages';
import { DeliveryDetails } from './DeliveryDetails';
import { DeliveryHeadline } from './DeliveryHeadline';
import { DeliverySteps } from './DeliverySteps';
import { CommitPages } from './RevisionText';
import { TroubleNotice } from './TroubleNotice';

export interface DeliveryViewProps {
  readonly target: TargetState;
}

/**
 * How far the engine has brought what Git declares, what it does and says, what
 * it did before, and what can be asked of it.
 */
export function DeliveryView({ target }: DeliveryViewProps) {
  const api = useApi(gitopsApiRef);
  const query = useGitopsQuery(target.id, signal =>
    api.targetDelivery(target.id, { signal }),
  );
  const known = useGitopsQuery(`commits of ${target.id}`, signal =>
    api.targetHistory(target.id, { kind: 'all', limit: 1 }, { signal }),
  );
  useLiveRefresh([target.id], query.refresh);
  if (query.state === 'loading') return <RowsSkeleton />;
  if (query.state === 'failed') {
    return <RequestFailure error={query.error} onRetry={query.reload} />;
  }
  const { data, refreshError, loadedAt } = query;
  const newest = known.state === 'ready' ? known.data.items[0] : undefined;
  return (
    <CommitPages.Provider value={commit => commitPage(newest, commit)}>
      {refreshError && (
        <RefreshFailure
          error={refreshError}
          loadedAt={loadedAt}
          onRetry={query.reload}
        />
      )}
      <LiveNotice live={data.live} />
      {data.live.state === 'observed' && (
        <Observed
          // What was asked of one target is not said of another.
          key={target.id}
          target={target}
          answer={data}
          live={data.live}
          onAsked={query.refresh}
        />
      )}
    </CommitPages.Provider>
  );
}

function Observed(props: {
  readonly target: TargetState;
  readonly answer: TargetDeliveryResponse;
  readonly live: ObservedLive;
  readonly onAsked: () => void;
}) {
  const { target, answer, live, onAsked } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const { delivery } = answer;
  const trouble = deliveryTrouble(delivery);
  const engine = t(`live.engine.${live.engine}`);
  return (
    <>
      <DeliveryHeadline
        target={target}
        answer={answer}
        live={live}
        delivery={delivery}
        trouble={trouble}
        onAsked={onAsked}
      />
      {answer.unanswered && !live.stale && (
        <Unanswered reason={answer.unanswered} live={live} engine={engine} />
      )}
      {!delivery && (
        <Notice
          tone="unknown"
          icon={<UnknownIcon />}
          title={t('delivery.none.title', { engine })}
        >
          {t('delivery.none.text')}
        </Notice>
      )}
      {delivery && (
        <DeliverySteps live={live} delivery={delivery} trouble={trouble} />
      )}
      {trouble && (
        <TroubleNotice
          engine={live.engine}
          trouble={trouble}
          stale={live.stale !== undefined}
        />
      )}
      {delivery && (
        <DeliveryDetails
          answer={answer}
          delivery={delivery}
          told={trouble?.message}
        />
      )}
    </>
  );
}

function Unanswered(props: {
  readonly reason: string;
  readonly live: ObservedLive;
  readonly engine: string;
}) {
  const { reason, live, engine } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  return (
    <Notice
      tone="waiting"
      icon={<UnansweredIcon />}
      title={t('delivery.unanswered.title', { engine })}
    >
      {reason}
      <br />
      {t('delivery.unanswered.text', {
        engine,
        time: time.ago(live.observedAt),
      })}
    </Notice>
  );
}

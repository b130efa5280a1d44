import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { LiveArtifact } from '@backstage-gitops/plugin-gitops-common';
import type { ReactNode } from 'react';
import { gitopsApiRef } from '../api/gitopsApiRef';
import type { ObservedLive } from '../live/liveState';
import { useLiveRefresh } from '../live/useLiveRefresh';
import { useGitopsQuery } from '../requests/useGitopsQuery';
import { gitopsTranslationRef } from '../translation';

export interface RunningArtifactsProps {
  readonly target: string;
  readonly live: ObservedLive;
  readonly list: (artifacts: readonly LiveArtifact[]) => ReactNode;
  readonly note: (text: string) => JSX.Element;
}

/** The images of the pods, asked for where they are not watched. */
export function RunningArtifacts(props: RunningArtifactsProps) {
  const { live, list, note } = props;
  const { t } = useTranslationRef(gitopsTranslationRef);
  if (live.artifacts.length > 0) return <>{list(live.artifacts)}</>;
  return live.engine === 'argocd' ? (
    <AskedArtifacts {...props} />
  ) : (
    note(t('target.runsNothing'))
  );
}

/** Argo CD tells them for a target that is looked at, and for no other. */
function AskedArtifacts({ target, live, list, note }: RunningArtifactsProps) {
  const api = useApi(gitopsApiRef);
  const { t } = useTranslationRef(gitopsTranslationRef);
  const query = useGitopsQuery(`what runs of ${target}`, signal =>
    api.targetDelivery(target, { signal }),
  );
  useLiveRefresh([target], query.refresh);
  if (query.state === 'loading') return null;
  const answer = query.state === 'ready' ? query.data.live : undefined;
  const artifacts = answer?.state === 'observed' ? answer.artifacts : [];
  if (artifacts.length > 0) return <>{list(artifacts)}</>;
  const engine = t(`live.engine.${live.engine}`);
  return note(t('target.runsUnknown', { engine }));
}

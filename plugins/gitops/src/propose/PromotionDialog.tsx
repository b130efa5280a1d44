import { useTranslationRef } from '@backstage/frontend-plugin-api';
import MissingIcon from '@material-ui/icons/HelpOutline';
import type { Proposal } from '@backstage-gitops/plugin-gitops-common';
import { useMemo, useState } from 'react';
import { Notice } from '../look/Notice';
import { PlannedTarget, ProposalIntent } from '../proposals/ProposalsContext';
import { RowsSkeleton } from '../requests/RowsSkeleton';
import { RequestFailure } from '../requests/RequestFailure';
import { gitopsTranslationRef } from '../translation';
import { ComposeProposal } from './ComposeProposal';
import { DialogFrame } from './DialogFrame';
import { OpenFoot } from './OpenFoot';
import {
  choiceOf,
  firstChoice,
  offeredBy,
  PromotionChoice,
  promotionRequest,
} from './promotionChoice';
import { PromotionForm } from './PromotionForm';
import { PromotionRoute, promotionRoutes } from './promotionRoutes';
import { useSiblings } from './useSiblings';

type Promotion = Extract<ProposalIntent, { kind: 'promotion' }>;

export interface PromotionDialogProps {
  readonly intent: Promotion;
  readonly onOpened: (proposal: Proposal) => void;
  readonly onClose: () => void;
}

/** Brings what one environment declares to the next. */
export function PromotionDialog(props: PromotionDialogProps) {
  const { intent, onClose } = props;
  const { from, to, targets } = intent;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const service = targets[0].service;
  const siblings = useSiblings(service);
  const known = siblings.state === 'ready' ? siblings.data : undefined;
  const routes = useMemo(
    () =>
      known &&
      promotionRoutes(
        known,
        from,
        to,
        targets.map(({ id }) => id),
      ),
    [known, from, to, targets],
  );
  const first = routes && firstChoice(routes, targets);
  if (routes && first) {
    return <Compose {...props} routes={routes} first={first} />;
  }
  return (
    <DialogFrame
      title={t('proposal.dialog.promotion', { service })}
      subtitle={`${from} → ${to}`}
      onClose={onClose}
      foot={<OpenFoot onClose={onClose} />}
    >
      {siblings.state === 'loading' && <RowsSkeleton />}
      {siblings.state === 'failed' && (
        <RequestFailure error={siblings.error} onRetry={siblings.reload} />
      )}
      {routes && (
        <Notice
          tone="unknown"
          icon={<MissingIcon />}
          title={t('proposal.what.noSource', { from, to })}
        >
          {null}
        </Notice>
      )}
    </DialogFrame>
  );
}

function Compose(
  props: PromotionDialogProps & {
    readonly routes: readonly PromotionRoute[];
    readonly first: PromotionChoice;
  },
) {
  const { intent, routes, first, onOpened, onClose } = props;
  const { from, to, targets: wanted } = intent;
  const { t } = useTranslationRef(gitopsTranslationRef);
  const [choice, setChoice] = useState(first);
  const route = routes.find(({ key }) => key === choice.route) ?? routes[0];
  const source =
    route.sources.find(({ id }) => id === choice.source) ?? route.sources[0];
  const change = (part: Partial<PromotionChoice>) => {
    const other = routes.find(({ key }) => key === part.route);
    if (!other || other === route) {
      setChoice({ ...choice, ...part });
      return;
    }
    const ids = wanted.map(({ id }) => id);
    const own = other.destinations.filter(({ id }) => ids.includes(id));
    setChoice(
      choiceOf(
        other,
        own.map(({ id }) => id),
      ),
    );
  };
  const chosen = route.destinations.filter(({ id }) =>
    choice.targets.includes(id),
  );
  const offered = offeredBy(source, chosen, undefined);
  return (
    <ComposeProposal
      title={t('proposal.dialog.promotion', { service: source.service })}
      subtitle={<Way from={from} to={to} repository={repositoryOf(chosen)} />}
      subject={JSON.stringify([route.key, source.id])}
      request={promotionRequest(choice, source, offered)}
      repository={repositoryOf(route.destinations)}
      form={(plan, busy) => (
        <PromotionForm
          routes={routes.filter(({ sources }) => sources.length > 0)}
          route={route}
          source={source}
          candidates={offeredBy(source, chosen, plan)}
          choice={choice}
          plan={plan}
          disabled={busy}
          onChange={change}
        />
      )}
      onOpened={onOpened}
      onClose={onClose}
    />
  );
}

function Way(props: {
  readonly from: string;
  readonly to: string;
  readonly repository: string;
}) {
  return (
    <>
      {props.from} → {props.to} · {props.repository}
    </>
  );
}

function repositoryOf([first]: readonly PlannedTarget[]): string {
  return first?.repository ?? '';
}

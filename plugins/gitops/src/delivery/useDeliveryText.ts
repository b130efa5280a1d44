import {
  DeliveryTrouble,
  personName,
} from '@backstage-gitops/plugin-gitops-common';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useTimeText } from '../time/useTimeText';
import { gitopsTranslationRef } from '../translation';

/** So many names that a sentence can still be read. */
const NAMED = 2;

export interface DeliveryText {
  /** "infra/crds and 2 more" */
  names(names: readonly string[]): string;
  /** "Suspended by noor.haddad · 2 d", "Waits for infra/cert-manager" */
  trouble(trouble: DeliveryTrouble): string;
}

export function useDeliveryText(): DeliveryText {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const time = useTimeText();
  const names = (all: readonly string[], atMost: number) => {
    const shown = all.slice(0, atMost).join(', ');
    const count = all.length - atMost;
    return count > 0 ? t('delivery.andMore', { names: shown, count }) : shown;
  };
  const trouble = ({ kind, by, since, names: all }: DeliveryTrouble) => {
    switch (kind) {
      case 'suspended': {
        const told = by
          ? t('delivery.trouble.suspendedBy', { by: personName(by) })
          : t('delivery.trouble.suspended');
        return since ? `${told} · ${time.span(since)}` : told;
      }
      case 'waiting':
        return t('delivery.trouble.waiting', { names: names(all, 1) });
      default:
        return t(`delivery.trouble.${kind}`);
    }
  };
  return { names: all => names(all, NAMED), trouble };
}

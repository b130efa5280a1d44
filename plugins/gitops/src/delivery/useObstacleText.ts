import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  EngineKind,
  TargetDeliveryResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { gitopsTranslationRef } from '../translation';
import type { ActionObstacle } from './engineActions';

/** Why an engine can't be asked, in words. */
export function useObstacleText(
  { delivery }: Pick<TargetDeliveryResponse, 'delivery'>,
  kind: EngineKind,
): (obstacle: ActionObstacle) => string {
  const { t } = useTranslationRef(gitopsTranslationRef);
  const name = t(`live.engine.${kind}`);
  const engine = delivery?.instance ? `${name} · ${delivery.instance}` : name;
  return obstacle => {
    switch (obstacle.kind) {
      case 'unobserved':
        return obstacle.reason;
      case 'permission':
        return t('delivery.obstacle.permission', {
          permission: obstacle.permission,
        });
      default:
        return t(`delivery.obstacle.${obstacle.kind}`, { engine });
    }
  };
}

import { NotImplementedError } from '@backstage/errors';
import { PlanContext, PlannedEdit } from './PlanContext';
import { promotionPlanner } from './promotionPlanner';
import { rollbackPlanner } from './rollbackPlanner';
import { versionPlanner } from './versionPlanner';

/** Asks the planner of the request's kind. */
export async function planEdit(context: PlanContext): Promise<PlannedEdit> {
  const { request } = context;
  switch (request.kind) {
    case 'promotion':
      return promotionPlanner({ ...context, request });
    case 'rollback':
      return rollbackPlanner({ ...context, request });
    case 'setVersion':
      return versionPlanner({ ...context, request });
    default:
      throw new NotImplementedError(
        `Proposals of the kind ${request.kind} can't be planned`,
      );
  }
}

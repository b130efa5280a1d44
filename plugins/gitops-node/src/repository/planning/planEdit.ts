import { acceptDriftPlanner } from './acceptDriftPlanner';
import { PlanContext, PlannedEdit } from './PlanContext';
import { promotionPlanner } from './promotionPlanner';
import { rollbackPlanner } from './rollbackPlanner';
import { scalePlanner } from './scalePlanner';
import {
  addEnvironmentPlanner,
  addServicePlanner,
  retireServicePlanner,
} from './scaffoldPlanners';
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
    case 'scale':
      return scalePlanner({ ...context, request });
    case 'acceptDrift':
      return acceptDriftPlanner({ ...context, request });
    case 'addService':
      return addServicePlanner({ ...context, request });
    case 'addEnvironment':
      return addEnvironmentPlanner({ ...context, request });
    default:
      return retireServicePlanner({ ...context, request });
  }
}

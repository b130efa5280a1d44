import { ScmIntegrationRegistry } from '@backstage/integration';
import { ActionOptions } from '../api/ActionOptions';
import { createConfigRepositoryAction } from './configRepositoryCreate';
import { createDriftAcceptAction } from './driftAccept';
import { createEnvironmentAddAction } from './environmentAdd';
import { createListTargetsAction } from './listTargets';
import { createPromoteAction } from './promote';
import { createPullRequestWaitAction } from './pullRequestWait';
import { createRollbackAction } from './rollback';
import { createServiceAddAction } from './serviceAdd';
import { createVersionSetAction } from './versionSet';

/** Every action of the module. */
export function createActions(
  options: ActionOptions & { readonly integrations: ScmIntegrationRegistry },
) {
  return [
    createListTargetsAction(options),
    createConfigRepositoryAction(options),
    createServiceAddAction(options),
    createEnvironmentAddAction(options),
    createVersionSetAction(options),
    createPromoteAction(options),
    createRollbackAction(options),
    createDriftAcceptAction(options),
    createPullRequestWaitAction(options),
  ];
}

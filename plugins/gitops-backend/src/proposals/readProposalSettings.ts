import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

export interface ProposalSettings {
  readonly branchPrefix: string;
  readonly labels: readonly string[];
  /** Every pull request is opened as a draft. */
  readonly draft: boolean;
  readonly schedule: SchedulerServiceTaskScheduleDefinition;
  /** Whether open pull requests of others are shown as well. */
  readonly foreign: boolean;
  /** Whether it is read who approved what is declared. */
  readonly approvers: boolean;
  /** The portal's address, for links to it. */
  readonly portal?: string;
}

/** A turn asks a forge for what changed; most turns cost one request. */
const followSchedule: SchedulerServiceTaskScheduleDefinition = {
  frequency: { seconds: 45 },
  timeout: { minutes: 10 },
};

const prefixPattern = /^(?!.*(?:\/\/|\.\.|\.lock\/))[A-Za-z0-9][\w./-]{0,60}$/;

/** Reads `gitops.proposals`, which may be absent. */
export function readProposalSettings(config: Config): ProposalSettings {
  const own = config.getOptionalConfig('gitops.proposals');
  const branchPrefix = own?.getOptionalString('branchPrefix') ?? 'gitops/';
  if (!prefixPattern.test(branchPrefix)) {
    throw new InputError(
      'gitops.proposals.branchPrefix is no beginning of a branch: letters, digits, dots, dashes and slashes',
    );
  }
  const schedule = own?.has('schedule')
    ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
        own.getConfig('schedule'),
      )
    : followSchedule;
  const portal = config.getOptionalString('app.baseUrl')?.replace(/\/+$/, '');
  return {
    branchPrefix,
    labels: own?.getOptionalStringArray('labels') ?? ['gitops'],
    draft: own?.getOptionalBoolean('draft') ?? false,
    schedule: { ...schedule, scope: 'global' },
    foreign: own?.getOptionalBoolean('others') ?? true,
    approvers: own?.getOptionalBoolean('approvers') ?? true,
    ...(portal !== undefined && { portal }),
  };
}

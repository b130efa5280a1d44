import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { GuardedPolicySettings } from '../policy/GuardedPolicy';
import { Policy } from '../policy/Policy';

/** Where modules add policies in code to those of `gitops.policies`. @public */
export interface GitopsPoliciesExtensionPoint {
  /**
   * Has every proposal judged by a policy, whoever asks for it: on its page
   * before it is opened, when it is opened, and from a template. Its name is
   * told beside what it says, and no other policy may have it. One that throws
   * or doesn't end in time denies, unless its level is `warn`.
   */
  addPolicy(policy: Policy, settings?: GuardedPolicySettings): void;
}

/** @public */
export const gitopsPoliciesExtensionPoint =
  createExtensionPoint<GitopsPoliciesExtensionPoint>({
    id: 'gitops.policies',
  });

import {
  FileRule,
  Forges,
  gitopsDiscoveryExtensionPoint,
  gitopsForgesExtensionPoint,
  gitopsPoliciesExtensionPoint,
  GuardedPolicy,
  HostedForge,
  Policy,
} from '@backstage-gitops/plugin-gitops-node';
import {
  BackendPluginRegistrationPoints,
  ExtensionPoint,
  ExtensionPointFactoryContext,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { isRegExp } from 'node:util/types';
import { accepted, Added } from './Added';

/** What modules have added, to be asked for once as the plugin starts. */
export interface Extensions {
  fileRules(): readonly FileRule[];
  /** For hosts that have none. */
  forges(own: Forges): readonly HostedForge[];
  policies(configured: readonly Policy[]): readonly Policy[];
}

/** Lets modules add where ours are not all there is. */
export function registerExtensions(
  registration: BackendPluginRegistrationPoints,
): Extensions {
  const extend = <TPoint, TPart>(
    extensionPoint: ExtensionPoint<TPoint>,
    pointOf: (add: (part: TPart) => void) => TPoint,
  ): readonly Added<TPart>[] => {
    const added: Added<TPart>[] = [];
    const factory = (context: ExtensionPointFactoryContext) => {
      const refuse = (error: Error) =>
        context.reportModuleStartupFailure({ error });
      return pointOf(part => added.push({ part, refuse }));
    };
    registration.registerExtensionPoint({ extensionPoint, factory });
    return added;
  };
  const rules = extend(
    gitopsDiscoveryExtensionPoint,
    (add: (rule: FileRule) => void) => ({
      addRule: rule => add(requireExpression(rule)),
    }),
  );
  const hosted = extend(
    gitopsForgesExtensionPoint,
    (add: (forge: HostedForge) => void) => ({
      addForge: forge => add({ ...forge, host: forge.host.toLowerCase() }),
    }),
  );
  const policies = extend(
    gitopsPoliciesExtensionPoint,
    (add: (policy: Policy) => void) => ({
      addPolicy: (policy, settings) => add(new GuardedPolicy(policy, settings)),
    }),
  );
  return {
    fileRules: () => accepted(rules, 'discovery rule', nameOf),
    forges: own =>
      accepted(
        hosted,
        'forge',
        ({ host }) => host,
        host => own.ofHost(host) !== undefined,
      ),
    policies: configured =>
      accepted(policies, 'policy', nameOf, name =>
        configured.some(policy => policy.name === name),
      ),
  };
}

/** It is asked of every path, before anything else of a rule can be caught. */
function requireExpression(rule: FileRule): FileRule {
  if (isRegExp(rule.files)) return rule;
  throw new InputError(
    `The discovery rule '${rule.name}' has no expression for its files`,
  );
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

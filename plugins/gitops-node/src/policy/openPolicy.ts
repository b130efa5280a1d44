import { CelPolicy, CelPolicyConfig } from './CelPolicy';
import { FreezePolicy, FreezePolicyConfig } from './FreezePolicy';
import { OpaServerPolicy } from './OpaServerPolicy';
import { OpaWasmPolicy } from './OpaWasmPolicy';
import { Policy } from './Policy';

/** How one policy is configured, as `readPolicies` gives it. @public */
export type PolicySettings =
  | ({ readonly type: 'cel' } & CelPolicyConfig)
  | ({ readonly type: 'freeze' } & FreezePolicyConfig)
  | {
      readonly type: 'opa';
      readonly name: string;
      readonly bundle?: string;
      readonly url?: string;
      readonly package: string;
      readonly token?: string;
    };

/**
 * Makes a configured policy ready. Rejects with an InputError where its
 * expression, windows or bundle can't be understood.
 *
 * @public
 */
export async function openPolicy(
  settings: PolicySettings,
  readFile: (path: string) => Promise<Uint8Array>,
): Promise<Policy> {
  switch (settings.type) {
    case 'cel':
      return new CelPolicy(settings);
    case 'freeze':
      return new FreezePolicy(settings);
    default: {
      const { name, bundle, url, package: entrypoint, token } = settings;
      return bundle === undefined
        ? new OpaServerPolicy({
            name,
            url: url ?? '',
            package: entrypoint,
            ...(token !== undefined && { token }),
          })
        : OpaWasmPolicy.load({ name, entrypoint }, await readFile(bundle));
    }
  }
}

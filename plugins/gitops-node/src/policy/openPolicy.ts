import { CelPolicy, CelPolicyConfig } from './CelPolicy';
import { FreezePolicy, FreezePolicyConfig } from './FreezePolicy';
import { OpaServerPolicy } from './OpaServerPolicy';
import { OpaWasmPolicy } from './OpaWasmPolicy';
import { Policy } from './Policy';
import { LevelSettings } from './PolicyLevel';
import { SchemaPolicy, SchemaPolicyConfig } from './SchemaPolicy';

/** How one policy is configured, as `readPolicies` gives it. @public */
export type PolicySettings =
  | ({ readonly type: 'cel' } & CelPolicyConfig)
  | ({ readonly type: 'freeze' } & FreezePolicyConfig)
  | ({ readonly type: 'schema' } & SchemaPolicyConfig)
  | ({
      readonly type: 'opa';
      readonly name: string;
      readonly bundle?: string;
      readonly url?: string;
      readonly package: string;
      readonly token?: string;
    } & Partial<LevelSettings>);

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
    case 'schema':
      return new SchemaPolicy(settings);
    default: {
      const { name, bundle, url, package: entrypoint, token } = settings;
      const { level, levels } = settings;
      const loud = { ...(level && { level }), ...(levels && { levels }) };
      return bundle === undefined
        ? new OpaServerPolicy({
            name,
            ...loud,
            url: url ?? '',
            package: entrypoint,
            ...(token !== undefined && { token }),
          })
        : OpaWasmPolicy.load(
            { name, entrypoint, ...loud },
            await readFile(bundle),
          );
    }
  }
}

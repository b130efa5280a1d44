import { maskedManifests } from '@backstage-gitops/plugin-gitops-node';
import { randomBytes } from 'node:crypto';
import { stringify } from 'yaml';

/** Both sides as YAML, secrets masked; equal ones alike within one answer. */
export function maskedYaml(sides: Parameters<typeof maskedManifests>[0]): {
  readonly declared?: string;
  readonly live?: string;
} {
  const { declared, live } = maskedManifests(sides, randomBytes(16));
  return {
    ...(declared !== undefined && { declared: yamlOf(declared) }),
    ...(live !== undefined && { live: yamlOf(live) }),
  };
}

function yamlOf(value: unknown): string {
  return stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 });
}

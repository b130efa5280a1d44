import {
  openPolicy,
  Policy,
  readPolicies,
} from '@backstage-gitops/plugin-gitops-node';
import { Config } from '@backstage/config';
import { readFile } from 'node:fs/promises';

/** The policies of `gitops.policies`, which judge every proposal. */
export async function openPolicies(config: Config): Promise<readonly Policy[]> {
  return Promise.all(
    readPolicies(config).map(settings =>
      openPolicy(settings, path => readFile(path)),
    ),
  );
}

import fs from 'node:fs/promises';
import path from 'node:path';
import {
  openPolicy,
  Policy,
  PolicySettings,
  readPolicies,
} from '@backstage-gitops/plugin-gitops-node';
import { ConfigReader } from '@backstage/config';
import { isError } from '@backstage/errors';
import { parse } from 'yaml';
import { z } from 'zod';
import { UsageError } from '../UsageError';

const listSchema = z.array(z.json());

/**
 * The policies of a directory: YAML files, each with a list of them as under
 * `gitops.policies`, and compiled bundles of Open Policy Agent
 * (`NAME.tar.gz`, `NAME.wasm`), whose package is `gitops`.
 */
export async function readPolicyDirectory(
  directory: string,
): Promise<readonly Policy[]> {
  const names = await fs.readdir(directory).catch(error => {
    const reason = isError(error) ? error.message : String(error);
    throw new UsageError(`the policies can't be read: ${reason}`);
  });
  const settings: PolicySettings[] = [];
  for (const name of names.sort()) {
    const file = path.join(directory, name);
    if (/\.ya?ml$/.test(name)) settings.push(...(await readList(file)));
    const bundle = /^(.+)\.(?:tar\.gz|wasm)$/.exec(name)?.[1];
    if (bundle !== undefined) {
      settings.push({
        type: 'opa',
        name: bundle,
        bundle: name,
        package: 'gitops',
      });
    }
  }
  if (settings.length === 0) {
    throw new UsageError(`${directory} holds no policies`);
  }
  return openAll(settings, directory);
}

/** Policies whose bundles are beside the file that names them. */
export async function openAll(
  settings: readonly PolicySettings[],
  directory: string,
): Promise<readonly Policy[]> {
  try {
    return await Promise.all(
      settings.map(each =>
        openPolicy(each, file => fs.readFile(path.resolve(directory, file))),
      ),
    );
  } catch (error) {
    throw new UsageError(isError(error) ? error.message : String(error));
  }
}

async function readList(file: string): Promise<readonly PolicySettings[]> {
  try {
    const content: unknown = parse(await fs.readFile(file, 'utf8'));
    const policies = listSchema.parse(content);
    return readPolicies(new ConfigReader({ gitops: { policies } }));
  } catch (error) {
    const reason = isError(error) ? error.message : String(error);
    throw new UsageError(`${file}: ${reason}`);
  }
}

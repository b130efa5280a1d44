import { discover } from '../discover';
import { Discovery, DiscoveryInput } from '../model';
import { fileTreeOf } from './fileTreeOf';

/** What a repository of one branch with these files declares. */
export function discoverFiles(
  files: Parameters<typeof fileTreeOf>[0],
  options: Partial<DiscoveryInput> = {},
): Discovery {
  return discover({
    repository: { id: 'shop', url: 'https://git.acme.example/acme/shop.git' },
    branches: [{ name: 'main', tree: fileTreeOf(files) }],
    environments: [],
    rules: [],
    ...options,
  });
}

/** Targets in one line each: `service environment cluster: artifacts`. */
export function summary({ targets }: Discovery): string[] {
  return targets.map(({ service, environment, cluster, artifacts }) => {
    const versions = artifacts.map(
      ({ kind, name, version, digest, file, line }) =>
        `${kind} ${name} ${version}${
          digest ? `@${digest}` : ''
        } (${file}:${line})`,
    );
    const where = [environment, cluster].filter(Boolean).join('/');
    return `${service} ${where}: ${versions.join(', ')}`;
  });
}

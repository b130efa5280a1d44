import { FileContent } from '../../git/FileTree';
import { discover } from '../discover';
import { Discovery, DiscoveryInput } from '../model';
import { fileTreeOf } from './fileTreeOf';

type Files = Readonly<
  Record<string, string | Exclude<FileContent, { state: 'text' }>>
>;

/** The URL by which manifests of a test name their own repository. */
export const ownUrl = 'https://git.quillmoor.example/quillmoor/shop-deploy.git';

/** What is discovered in a repository of these files, on one branch. */
export function discoverFiles(
  files: Files,
  options: Partial<DiscoveryInput> = {},
): Discovery {
  return discover({
    repository: { id: 'shop-deploy', url: ownUrl },
    branches: [{ name: 'main', tree: fileTreeOf(files) }],
    environments: [],
    rules: [],
    ...options,
  });
}

/** One line for each artifact: what, where, and where it is written. */
export function describeTargets({ targets }: Discovery): string[] {
  return targets
    .flatMap(({ service, environment, cluster, artifacts }) => {
      const place = [service, environment, cluster].filter(Boolean).join(' ');
      if (artifacts.length === 0) return [place];
      return artifacts.map(
        ({ kind, name, version, file, line, field, origin }) =>
          `${place}: ${kind} ${name} ${version} < ${file}:${line} ${field}${
            origin === 'exact' ? '' : ' (file)'
          }`,
      );
    })
    .sort();
}

/** The diagnostics of some codes, each with its place. */
export function describeDiagnostics(
  { diagnostics }: Discovery,
  ...codes: readonly string[]
): string[] {
  return diagnostics
    .filter(({ code }) => codes.includes(code))
    .map(({ level, code, message, file, line }) => {
      const place = [file, line].filter(part => part !== undefined).join(':');
      return `${level} ${code} ${place} ${message}`;
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

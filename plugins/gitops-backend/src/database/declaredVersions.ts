import { Artifact } from '@backstage-gitops/plugin-gitops-common';
import { digestOf } from './digest';

/** Another one whenever a target declares other versions. */
export function declaredVersions(artifacts: readonly Artifact[]): string {
  return digestOf(
    artifacts.map(({ kind, name, version, digest }) => [
      ...[kind, name, version, digest],
    ]),
  );
}

/** What targets were known to declare when their engine was looked at. */
export type DeclaredBefore = (target: string) => string | undefined;

import { Artifact, LiveArtifact } from '@backstage-gitops/plugin-gitops-common';

type DeclaredImage = Pick<Artifact, 'kind' | 'name' | 'version' | 'digest'>;
type RunningImage = Pick<LiveArtifact, 'name' | 'version' | 'digest'>;

/**
 * The versions that run in place of declared ones, each once. Of an image that
 * nothing runs, or that is declared without a version, nothing can be told.
 */
export function imageMismatch(
  declared: readonly DeclaredImage[],
  running: readonly RunningImage[],
): string[] {
  const images = declared.filter(
    ({ kind, version, digest }) =>
      kind === 'image' && (version !== '' || digest !== undefined),
  );
  const others = running.filter(live => {
    const named = images.filter(
      ({ name }) => fullName(name) === fullName(live.name),
    );
    return named.length > 0 && !named.some(image => isRunning(image, live));
  });
  return [
    ...new Set(
      others.map(({ version, digest }) => version || digest || 'unknown'),
    ),
  ];
}

function isRunning(declared: DeclaredImage, live: RunningImage): boolean {
  if (declared.digest !== undefined && live.digest !== undefined) {
    return declared.digest === live.digest;
  }
  return declared.version === live.version;
}

/** As container runtimes complete a short name. */
function fullName(name: string): string {
  const [first, ...rest] = name.split('/');
  if (rest.length === 0) return `docker.io/library/${first}`;
  return /[.:]/.test(first) || first === 'localhost'
    ? name
    : `docker.io/${name}`;
}

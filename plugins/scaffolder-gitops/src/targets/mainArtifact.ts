import { InputError } from '@backstage/errors';
import { quoted } from './quoted';
import { SelectedTarget } from './readTargets';

/**
 * The artifact whose version is meant where a template names none: the only
 * one, or the only image named after the service.
 */
export function mainArtifact(targets: readonly SelectedTarget[]): string {
  const names = likelyArtifacts(targets);
  if (names.length === 1) return names[0];
  throw new InputError(
    names.length === 0
      ? `${quoted(targets[0].service)} declares no artifact`
      : `${quoted(targets[0].service)} declares ${names
          .map(quoted)
          .join(', ')}: say which with \`artifact\``,
  );
}

/** Those named after the service; all where none is. */
export function likelyArtifacts(
  targets: readonly SelectedTarget[],
): readonly string[] {
  const names = new Set(
    targets.flatMap(({ artifacts }) => artifacts.map(({ name }) => name)),
  );
  const own = [...names].filter(name => baseName(name) === targets[0]?.service);
  return own.length > 0 ? own : [...names];
}

/** `registry.example/shop/cart` is called `cart`. */
function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

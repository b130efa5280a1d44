import type {
  ArtifactChange,
  ArtifactKind,
} from '@backstage-gitops/plugin-gitops-common';

/** Artifacts of one name that moved alike, told once. */
export interface FoldedChange {
  readonly change: ArtifactChange;
  readonly kinds: readonly ArtifactKind[];
}

/**
 * An image and the Git ref that builds it often move together, and one image
 * may stand in several files: read by a person, that is one move. Images come
 * first.
 */
export function foldChanges(
  changes: readonly ArtifactChange[],
): FoldedChange[] {
  const folded = new Map<string, FoldedChange>();
  const ordered = [...changes].sort(
    (a, b) => Number(b.kind === 'image') - Number(a.kind === 'image'),
  );
  for (const change of ordered) {
    const { kind, name, from, to } = change;
    const key = JSON.stringify([artifactBasename(name), from, to]);
    const alike = folded.get(key);
    const kinds = new Set([...(alike?.kinds ?? []), kind]);
    folded.set(key, { change: alike?.change ?? change, kinds: [...kinds] });
  }
  return [...folded.values()];
}

/** The last part of an artifact's name: what people call it. */
export function artifactBasename(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

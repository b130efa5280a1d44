import { BranchManifests } from '../../discovery/BranchManifests';
import {
  readKustomization,
  resourceEntries,
} from '../../discovery/kustomize/Kustomization';
import { KustomizeBuilder } from '../../discovery/kustomize/KustomizeBuilder';
import { resolvePath } from '../../discovery/repositoryPath';
import { writtenIdentity } from './patchOf';
import { ComposedObject } from './UnitComposition';

/** Kustomizations over kustomizations; more is taken for a circle. */
const maximumLevels = 16;

/**
 * An object as each kustomization on its way composes it, the one that comes
 * last first. The one that takes it from a file is left out below others: what
 * holds for all that it builds is said in the file itself.
 */
export function kustomizationLevels(
  object: ComposedObject,
  branch: BranchManifests,
): readonly ComposedObject[] {
  if (object.directory === undefined) return [object];
  const builder = new KustomizeBuilder(branch);
  const levels = [object];
  for (let level: ComposedObject | undefined = object; level !== undefined; ) {
    level = levelBelow(level, builder, branch);
    if (level === undefined || levels.length > maximumLevels) break;
    levels.push(level);
  }
  return levels.length > 1 ? levels.slice(0, -1) : levels;
}

function levelBelow(
  object: ComposedObject,
  builder: KustomizeBuilder,
  branch: BranchManifests,
): ComposedObject | undefined {
  const { directory } = object;
  const kustomization =
    directory === undefined ? undefined : readKustomization(branch, directory);
  if (directory === undefined || kustomization === undefined) return undefined;
  const { kind } = object.manifest;
  const { name } = writtenIdentity(object);
  for (const { text } of resourceEntries(kustomization.root)) {
    const path = resolvePath(directory, text);
    if (path === undefined || path === directory) continue;
    const found = builder
      .build(path)
      ?.objects.find(
        other => other.manifest.kind === kind && writtenName(other) === name,
      );
    if (found !== undefined) return { ...object, ...found, directory: path };
  }
  return undefined;
}

function writtenName({
  manifest,
  formerNames,
}: Pick<ComposedObject, 'manifest' | 'formerNames'>): string {
  return formerNames[0] ?? manifest.name;
}

import { ManifestFile } from '../../manifests/Manifest';
import { DeclaredValue } from './DeclaredValue';
import { PlaceNames } from './PlaceNames';
import { ValueReader } from './ValueReader';

/** The settings of a file, each by a key that its counterpart has as well. */
export function readValues(
  { documents }: ManifestFile,
  names: PlaceNames,
): ReadonlyMap<string, DeclaredValue> {
  const reader = new ValueReader(names);
  for (const { root, source } of documents) {
    reader.document(root, source.id, {
      path: [],
      keys: [],
      owners: [],
      isSecret: false,
    });
  }
  return reader.values();
}

import { formatField, parseField } from '../manifests/fieldPath';
import { DiscoveredArtifact } from '../discovery/model';
import { EditResult, refused } from './edit/EditResult';
import { editScalar } from './edit/editScalar';
import { rewriteVersion, Version } from './rewriteVersion';

/** The text of a file with the field that an artifact comes from moved. */
export function moveVersion(
  text: string,
  artifact: DiscoveredArtifact,
  to: Version,
): EditResult {
  const { field, line, source } = artifact;
  return editScalar(text, { document: source.document, field, line }, current =>
    rewriteVersion(current, artifact, to),
  );
}

const digestKeys = ['digest', 'sha', 'sha256', 'imageDigest'];

/**
 * The same for a digest that stands beside the version in a field of its own
 * (`newTag` and `digest` of kustomize, `tag` and `digest` of values).
 */
export function moveDigest(
  text: string,
  artifact: DiscoveredArtifact,
  to: Version,
): EditResult {
  const { digest, line, source } = artifact;
  if (digest === undefined || digest === to.digest) {
    return { state: 'edited', text };
  }
  const siblings = parseField(artifact.field)?.slice(0, -1) ?? [];
  for (const key of digestKeys) {
    const field = formatField([...siblings, key]);
    if (field === artifact.field) continue;
    const place = { document: source.document, field, line };
    const result = editScalar(text, place, current =>
      current === digest ? to.digest ?? '' : undefined,
    );
    if (result.state === 'refused') continue;
    return to.digest === undefined
      ? refused(
          'absent',
          `is pinned to a digest by ${field}, and the version to bring has none.`,
        )
      : result;
  }
  return { state: 'edited', text };
}

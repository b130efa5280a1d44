import { maskYamlText } from '../manifests/maskYamlText';
import { SecretMask } from '../manifests/SecretMask';
import { fileDiff } from '../proposals/fileDiff';
import { EditedFile } from '../proposals/model';

/**
 * The unified diff of an edited file with no secret in it: both sides masked
 * alike, so that a secret that changes still shows as a change.
 */
export function maskedFileDiff(file: EditedFile, mask: SecretMask): string {
  const masked = (text: string | undefined) =>
    text === undefined ? undefined : maskYamlText(text, mask);
  const { before, after, ...rest } = file;
  return fileDiff({ ...rest, before: masked(before), after: masked(after) });
}

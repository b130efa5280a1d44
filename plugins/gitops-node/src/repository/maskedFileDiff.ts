import { hideLines } from '../manifests/hideLines';
import { maskYamlText } from '../manifests/maskYamlText';
import { SecretMask } from '../manifests/SecretMask';
import { fileDiff } from '../proposals/fileDiff';
import { EditedFile } from '../proposals/model';

/**
 * The unified diff of an edited file with no secret in it: both sides masked
 * alike, so that a secret that changes still shows as a change. Of a file that
 * is a secret itself only the names of variables are shown.
 */
export function maskedFileDiff(
  file: EditedFile,
  mask: SecretMask,
  { isSecret }: { readonly isSecret: boolean },
): string {
  const masked = (text: string | undefined) => {
    if (text === undefined) return undefined;
    return isSecret ? hidden(text, mask) : maskYamlText(text, mask);
  };
  const { before, after, ...rest } = file;
  return fileDiff({ ...rest, before: masked(before), after: masked(after) });
}

function hidden(text: string, mask: SecretMask): string {
  return text
    .split('\n')
    .map(line => {
      const [name = ''] = /^(?:export +)?[A-Za-z_]\w*=/.exec(line) ?? [];
      return `${name}${hideLines(line.slice(name.length), mask)}`;
    })
    .join('\n');
}

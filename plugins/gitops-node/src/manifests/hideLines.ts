import { SecretMask } from './SecretMask';

/** Each line by itself, so that their number and their indentation stay. */
export function hideLines(text: string, mask: SecretMask): string {
  return text.replace(/[^\s](?:[^\r\n]*[^\s])?/g, line =>
    isEncrypted(line) ? line : mask.mask(line),
  );
}

/** What SOPS encrypted. */
export function isEncrypted(text: string): boolean {
  return /^["']?ENC\[/.test(text.trim());
}

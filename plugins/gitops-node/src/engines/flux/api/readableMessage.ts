import { readableLines, readableText } from '../../readableText';

/** Temporary folders; tried from where a path begins alone. */
const folder = /(?<![\w./-])\/(?:[\w.-]+\/)*kustomization-\d+\/?/g;

/**
 * A controller's message for a person: without the temporary folders that it
 * works in, and without secrets.
 */
export function readableMessage(message: string): string {
  return readableText(message, strip);
}

/** The same in its own lines. */
export function readableNote(message: string): string {
  return readableLines(message, strip);
}

function strip(text: string): string {
  return text.replace(folder, '');
}

import { readableLines, readableText } from '../../readableText';

/** What gRPC puts before what was said, at each call it went through. */
const wrapping =
  /(?:rpc error: code = \w+ desc = |^ComparisonError: |failed to generate manifests? in cache: )/g;

const generation =
  /(?:Failed to load target state: )?failed to generate manifests? for source (\d+) of (\d+): /gi;

/** Folders that it works in; tried from where a path begins alone. */
const folder = /(?<![\w./-])\/(?:[\w.-]+\/)*_argocd-repo\/[0-9a-f-]{36}\/?/g;

/**
 * A message of Argo CD for a person: without the wrapping of calls between its
 * parts, the folders it works in, and secrets.
 */
export function readableMessage(message: string): string {
  return readableText(message, strip);
}

/** The same in its own lines. */
export function readableNote(message: string): string {
  return readableLines(message, strip);
}

function strip(text: string): string {
  return (
    text
      .replace(wrapping, '')
      .replace(generation, (_, index: string, count: string) =>
        count === '1' ? '' : `Source ${index} of ${count}: `,
      )
      .replace(folder, '')
      // The file that it hands kubectl.
      .replace(/ ?"\/(?:dev\/shm|tmp)\/[\w.-]+"/g, '')
      .replace(/<path to cached source>\/?/g, '')
  );
}

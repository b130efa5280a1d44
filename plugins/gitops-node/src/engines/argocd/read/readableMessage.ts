/** More than this no page shows; a failing chart may print its whole manifest. */
const maximumLength = 1000;

/** What gRPC puts before what was said, at each call it went through. */
const wrapping =
  /(?:rpc error: code = \w+ desc = |^ComparisonError: |failed to generate manifests? in cache: )/g;

const generation =
  /(?:Failed to load target state: )?failed to generate manifests? for source (\d+) of (\d+): /gi;

/**
 * A message of Argo CD for a person: without the wrapping of calls between its
 * parts and the folders it works in, and never with the credentials of a URL.
 */
export function readableMessage(message: string): string {
  const told = message
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^/\s@'"]+@/gi, '$1')
    .replace(/\bBearer\s+\S+/gi, 'Bearer ***')
    .replace(wrapping, '')
    .replace(generation, (_, index: string, count: string) =>
      count === '1' ? '' : `Source ${index} of ${count}: `,
    )
    .replace(/\/(?:[\w.-]+\/)*_argocd-repo\/[0-9a-f-]{36}\/?/g, '')
    // The file that it hands kubectl.
    .replace(/ ?"\/(?:dev\/shm|tmp)\/[\w.-]+"/g, '')
    .replace(/<path to cached source>\/?/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return told.length > maximumLength
    ? `${told.slice(0, maximumLength - 1)}…`
    : told;
}

/** A version as it is declared, with its digest where one pins it. */
export function formatVersion(artifact: {
  readonly version: string;
  readonly digest?: string;
}): string {
  const { version, digest } = artifact;
  return digest === undefined ? version : `${version}@${digest}`;
}

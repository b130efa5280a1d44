/** Where a target is, in a few words. */
export function placeOf(target: {
  readonly cluster?: string;
  readonly namespace?: string;
}): string {
  return [target.cluster, target.namespace].filter(Boolean).join(' · ');
}

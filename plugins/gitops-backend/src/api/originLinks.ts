import { ResourceDrift } from '@backstage-gitops/plugin-gitops-common';

/** The pages of the files that declare what differs, where they are known. */
export function originLinks(
  resources: readonly ResourceDrift[],
  pageOf: (file: string) => string | undefined,
): Record<string, string> {
  const files = new Set(
    resources.flatMap(({ differences }) =>
      differences.flatMap(({ origin }) => (origin ? [origin.file] : [])),
    ),
  );
  return Object.fromEntries(
    [...files].flatMap(file => {
      const href = pageOf(file);
      return href ? [[file, href]] : [];
    }),
  );
}

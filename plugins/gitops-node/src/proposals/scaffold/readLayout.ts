import { parse } from 'yaml';
import { z } from 'zod';
import { FileTree } from '../../git/FileTree';
import { isLabel } from './checkedText';
import { LayoutEnvironment, RepositoryLayout } from './model';

/** Where a scaffolded repository says how it is laid out. */
export const layoutFile = 'gitops.yaml';

const label = z.string().refine(isLabel);

const fileSchema = z.object({
  layout: z.object({
    type: z.enum(['kustomize', 'helmRelease', 'helmValues']),
    engine: z.enum(['argocd', 'flux', 'builtin']),
    clusters: z.record(label, z.array(label).min(1)),
  }),
  gitops: z.object({
    environments: z
      .array(z.object({ name: label, protected: z.boolean().default(false) }))
      .min(1),
  }),
});

/**
 * The layout of a repository that was scaffolded here; `undefined` for any
 * other, and for one whose `gitops.yaml` can't be understood any more.
 */
export function readLayout(tree: FileTree): RepositoryLayout | undefined {
  const content = tree.content(layoutFile);
  if (content.state !== 'text') return undefined;
  const parsed = fileSchema.safeParse(parsedOrNothing(content.text));
  if (!parsed.success) return undefined;
  const { layout, gitops } = parsed.data;
  const environments = gitops.environments.map(
    ({ name, protected: isProtected }): LayoutEnvironment => ({
      name,
      clusters: layout.clusters[name] ?? [name],
      protected: isProtected,
    }),
  );
  return { type: layout.type, engine: layout.engine, environments };
}

function parsedOrNothing(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch {
    // Not YAML: then it is none of ours, and discovery tells what is wrong.
    return undefined;
  }
}

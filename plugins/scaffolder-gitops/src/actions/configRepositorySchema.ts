import { z } from 'zod/v3';
import { forgeTokenShape } from '../api/forgeToken';
import { formList } from '../api/formList';

const environmentSchema = z.object({
  name: z
    .string()
    .min(1)
    .describe('Its name: lower-case letters, digits and dashes'),
  clusters: formList(z.string().min(1))
    .describe('The clusters that it runs on; by default one of its name')
    .optional(),
  protected: z
    .boolean()
    .describe('Whether a change of it needs more care')
    .optional(),
});

/** What `gitops:config-repo:create` takes. */
export const configRepositoryInputSchema = z.object({
  ...forgeTokenShape,
  repoUrl: z
    .string()
    .min(1)
    .describe(
      'Where it is made, as a RepoUrlPicker writes it: github.com?owner=acme&repo=platform-config',
    ),
  description: z
    .string()
    .max(350)
    .describe('What it is, for the forge’s page')
    .optional(),
  layout: z
    .enum(['kustomize', 'helmRelease', 'helmValues'])
    .describe(
      'How services are declared: `kustomize` bases and overlays, Flux `helmRelease`s, or one chart with `helmValues` per environment',
    ),
  engine: z
    .enum(['argocd', 'flux', 'builtin'])
    .describe('What makes the clusters follow it'),
  environments: z
    .array(environmentSchema)
    .min(1)
    .max(20)
    .describe('The environments, in the order that promotion goes'),
  codeOwners: formList(z.string().min(1))
    .describe('Who reviews changes, as the forge writes them: @acme/platform')
    .optional(),
  policies: z
    .boolean()
    .describe('Whether it starts with policies; true by default')
    .optional(),
  visibility: z
    .enum(['public', 'internal', 'private'])
    .describe('Who may see it; private by default')
    .optional(),
  defaultBranch: z
    .string()
    .min(1)
    .describe('The branch that is applied; main by default')
    .optional(),
  requiredApprovals: z
    .number()
    .int()
    .min(0)
    .max(6)
    .describe('How many must approve a pull request; 1 by default')
    .optional(),
});

export type ConfigRepositoryInput = Omit<
  z.output<typeof configRepositoryInputSchema>,
  'token'
>;

/** What `gitops:config-repo:create` gives back. */
export const configRepositoryOutputSchema = z.object({
  repositoryId: z
    .string()
    .describe(
      'Names the repository to the other actions; none in a dry run, which makes none',
    )
    .optional(),
  remoteUrl: z.string().describe('What Git clones').optional(),
  repositoryUrl: z.string().describe('Its page on the forge').optional(),
  files: z.array(z.string()).describe('The paths of its files'),
});

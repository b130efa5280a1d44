import {
  CreateRepositoryRequest,
  CreateRepositoryResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { ScmIntegrationRegistry } from '@backstage/integration';
import {
  createTemplateAction,
  parseRepoUrl,
} from '@backstage/plugin-scaffolder-node';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod/v3';
import {
  ActionOptions,
  initiatorApi,
  requireUserToken,
} from '../api/ActionOptions';
import { effectKey } from '../api/effectKey';
import { writeOutputs } from '../api/writeOutputs';
import { logDiagnostic } from '../proposals/planText';
import { quoted } from '../targets/quoted';
import { examples } from './configRepositoryCreate.examples';
import {
  ConfigRepositoryInput,
  configRepositoryInputSchema,
  configRepositoryOutputSchema,
} from './configRepositorySchema';

type Output = z.output<typeof configRepositoryOutputSchema>;

/**
 * Makes the action `gitops:config-repo:create`: a new repository that declares
 * deployments.
 *
 * @internal
 */
export function createConfigRepositoryAction(
  options: ActionOptions & { readonly integrations: ScmIntegrationRegistry },
) {
  return createTemplateAction({
    id: 'gitops:config-repo:create',
    description:
      'Makes a config repository on a forge: layout, environments, code owners, branch protection and checks, and has the portal read it',
    examples,
    supportsDryRun: true,
    schema: {
      input: () => configRepositoryInputSchema,
      output: () => configRepositoryOutputSchema,
    },
    async handler(ctx) {
      const { token, ...input } = configRepositoryInputSchema.parse(ctx.input);
      requireUserToken(options, ctx, token);
      const request = requestFor(input, options.integrations);
      const api = initiatorApi(options, ctx, token);
      const ask = (dryRun: boolean) =>
        api.call(`Making the repository ${quoted(request.name)}`, (gitops, o) =>
          gitops.createRepository(
            { ...request, dryRun, ...(dryRun ? {} : { forgeToken: token }) },
            o,
          ),
        );
      if (ctx.isDryRun) {
        const answer = await ask(true);
        logAnswer(ctx.logger, answer);
        await writeFiles(ctx.workspacePath, answer);
        writeOutputs<Output>(ctx.output, outputOf(answer));
        return;
      }
      const output = await ctx.checkpoint<Output>({
        key: effectKey('create', input),
        fn: async () => {
          const answer = await ask(false);
          logAnswer(ctx.logger, answer);
          if (!answer.repository) {
            throw new ServiceUnavailableError(
              'The backend did not say which repository it made',
            );
          }
          return outputOf(answer);
        },
      });
      ctx.logger.info(`Made ${output.repositoryUrl}`);
      writeOutputs<Output>(ctx.output, output);
    },
  });
}

function requestFor(
  { repoUrl, ...rest }: ConfigRepositoryInput,
  integrations: ScmIntegrationRegistry,
): CreateRepositoryRequest {
  const { host, owner = '', repo } = parseRepoUrl(repoUrl, integrations);
  return { ...rest, host, owner, name: repo };
}

function outputOf({ repository, files }: CreateRepositoryResponse): Output {
  return {
    repositoryId: repository?.id,
    remoteUrl: repository?.remoteUrl,
    repositoryUrl: repository?.url,
    files: files.map(({ path }) => path),
  };
}

function logAnswer(
  logger: Parameters<typeof logDiagnostic>[0],
  { files, diagnostics }: CreateRepositoryResponse,
): void {
  for (const { path } of files) logger.info(path);
  for (const diagnostic of diagnostics) logDiagnostic(logger, diagnostic);
}

/** A dry run shows the workspace's files: here they are to be read. */
async function writeFiles(
  workspacePath: string,
  { files }: CreateRepositoryResponse,
): Promise<void> {
  for (const { path, content } of files) {
    const file = resolveSafeChildPath(workspacePath, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

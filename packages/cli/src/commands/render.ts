import { createSecretMask } from '@backstage-gitops/plugin-gitops-node';
import { stringify } from 'yaml';
import { Arguments, Command, Result, Surroundings } from '../Command';
import { noteDiagnostics } from '../output/noteDiagnostics';
import { createRenderer } from '../repository/createRenderer';
import { withRepository } from '../repository/openRepository';

/** `gitops render`: what a directory's manifests come to. */
export const render: Command = {
  name: 'render',
  summary: 'what a directory renders to: plain YAML or Kustomize, no cluster',
  options: {
    path: {
      value: 'P',
      required: true,
      summary: 'the directory, relative to the repository',
    },
  },
  run,
};

async function run(
  args: Arguments,
  surroundings: Surroundings,
): Promise<Result> {
  return withRepository(args, surroundings, async open => {
    const { signal } = surroundings;
    const tree = await open.repository.tree({ ref: open.ref, signal });
    const renderDirectory = await createRenderer(surroundings);
    const { resources: unmasked, diagnostics } = await renderDirectory({
      tree,
      path: args.require('path'),
      signal,
    });
    const resources = unmasked.map(createSecretMask());
    return {
      json: { resources, diagnostics },
      text: () => {
        noteDiagnostics(diagnostics, surroundings);
        for (const { code, message } of diagnostics) {
          surroundings.note(`${code}: ${message}`);
        }
        return resources.map(each => `---\n${stringify(each)}`).join('');
      },
      exitCode: diagnostics.some(({ level }) => level === 'error') ? 1 : 0,
    };
  });
}

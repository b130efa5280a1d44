import { stringify } from 'yaml';
import { Arguments, Command, Result, Surroundings } from '../Command';
import { createResourceMask } from '../output/createResourceMask';
import { createRenderer } from '../repository/createRenderer';
import { withRepository } from '../repository/openRepository';
import { UsageError } from '../UsageError';

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
    const path = args.require('path').replace(/^(?:\.\/)+|\/+$/g, '');
    if (!tree.hasDirectory(path === '.' ? '' : path)) {
      throw new UsageError(`there is no directory '${path}' in the repository`);
    }
    const renderDirectory = await createRenderer(surroundings);
    const rendered = await renderDirectory({ tree, path, signal });
    const resources = createResourceMask()(rendered.resources);
    const { diagnostics } = rendered;
    return {
      json: { resources, diagnostics },
      text: () => {
        for (const { code, message, file, line } of diagnostics) {
          const place = [file, line].filter(Boolean).join(':');
          surroundings.note(`${code}: ${message}${place && ` (${place})`}`);
        }
        return resources.map(each => `---\n${stringify(each)}`).join('');
      },
      // Without a render nothing can be told: indeterminate.
      exitCode: diagnostics.some(({ level }) => level === 'error') ? 1 : 0,
    };
  });
}

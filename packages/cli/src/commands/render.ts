import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '@backstage-gitops/plugin-gitops-node';
import { stringify } from 'yaml';
import { Arguments, Command, Result, Surroundings } from '../Command';
import { createResourceMask } from '../output/createResourceMask';
import {
  createRenderer,
  createUnitRenderer,
} from '../repository/createRenderer';
import { OpenRepository, withRepository } from '../repository/openRepository';
import { readRenderFile } from '../repository/readConfigFile';
import { UsageError } from '../UsageError';
import { selectUnits } from './selectUnits';

/** `gitops render`: what a directory, or a service's units, come to. */
export const render: Command = {
  name: 'render',
  summary: 'what a directory or a service renders to, without a cluster',
  options: {
    path: { value: 'P', summary: 'a directory, relative to the repository' },
    service: {
      value: 'S',
      summary: 'a service: what its units declare, as their engine renders it',
    },
    environment: { value: 'E', summary: 'the environment of the service' },
    cluster: {
      value: 'C',
      summary: 'the cluster, where the service runs on several',
    },
  },
  run,
};

interface Rendered {
  readonly resources: readonly Resource[];
  readonly diagnostics: readonly Diagnostic[];
}

async function run(
  args: Arguments,
  surroundings: Surroundings,
): Promise<Result> {
  if (args.has('path') === args.has('service')) {
    throw new UsageError('name a --path, or a --service and its --environment');
  }
  return withRepository(args, surroundings, async open => {
    const rendered = args.has('path')
      ? await renderPath(args, open, surroundings)
      : await renderService(args, open, surroundings);
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

async function renderPath(
  args: Arguments,
  { repository, ref }: OpenRepository,
  surroundings: Surroundings,
): Promise<Rendered> {
  const { signal } = surroundings;
  const tree = await repository.tree({ ref, signal });
  const path = args.require('path').replace(/^(?:\.\/)+|\/+$/g, '');
  if (!tree.hasDirectory(path === '.' ? '' : path)) {
    throw new UsageError(`there is no directory '${path}' in the repository`);
  }
  const renderDirectory = await createRenderer(surroundings);
  return renderDirectory({ tree, path, signal });
}

async function renderService(
  args: Arguments,
  open: OpenRepository,
  surroundings: Surroundings,
): Promise<Rendered> {
  const { signal } = surroundings;
  const { repository, ref } = open;
  const discovery = await repository.discover({ ref, signal });
  const selected = selectUnits(discovery, args, open);
  const file = args.get('config');
  const renderer = await createUnitRenderer(
    surroundings,
    file ? await readRenderFile(file, surroundings) : undefined,
  );
  const resources: Resource[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { unit } of selected) {
    const request = { repository, unit: unit.id, ref, signal };
    const rendered = await renderer.render(request);
    diagnostics.push(...rendered.diagnostics);
    for (const { resource, indeterminate } of rendered.resources) {
      resources.push(resource);
      if (indeterminate === undefined) continue;
      diagnostics.push({
        level: 'error',
        code: 'render-uncertain',
        message: `${resource.kind} ${nameOf(resource)}: ${indeterminate}`,
      });
    }
  }
  return { resources, diagnostics };
}

function nameOf({ metadata }: Resource): string {
  return typeof metadata === 'object' && metadata !== null && 'name' in metadata
    ? String(metadata.name)
    : '';
}

import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { NotFoundError } from '@backstage/errors';
import {
  DesiredUnit,
  GitConfigRepository,
  UnitRenderer,
} from '@backstage-gitops/plugin-gitops-node';
import { ChartSource } from './ChartSource';

const run = promisify(execFile);
const url = 'https://git.example.com/charts/config';

/**
 * What a chart comes to when a config repository declares it: it is committed
 * into one, with an Application that applies it to a namespace of its name.
 */
export async function declareChart(
  source: ChartSource,
  { folder, renderer }: { folder: string; renderer: UnitRenderer },
): Promise<DesiredUnit> {
  const checkout = path.join(folder, 'config');
  await fs.cp(source.folder, path.join(checkout, 'chart'), {
    recursive: true,
    dereference: true,
    filter: file => path.basename(file) !== '.git',
  });
  await fs.writeFile(
    path.join(checkout, 'application.yaml'),
    JSON.stringify(application(source, await isPlain(source))),
  );
  await commitAll(checkout);
  const repository = new GitConfigRepository({
    repository: { id: 'charts', url: checkout, upstream: url, rules: [] },
    environments: [],
    mirrorDirectory: path.join(folder, 'mirror'),
  });
  try {
    await repository.refresh();
    const { units } = await repository.discover();
    const unit = units.find(
      ({ kind, name }) => kind === 'Application' && name === source.name,
    );
    if (!unit) throw new NotFoundError(`${source.name} was not discovered`);
    const render = await renderer.render({ repository, unit: unit.id });
    return { ...render, unit, targets: [] };
  } finally {
    await repository.close();
  }
}

/** Whether it is neither a chart nor a kustomization. */
async function isPlain({ folder, path: part }: ChartSource): Promise<boolean> {
  const names = await fs.readdir(path.join(folder, part));
  return !names.some(name =>
    /^(chart\.yaml|kustomization\.ya?ml|kustomization)$/i.test(name),
  );
}

function application({ name, path: part }: ChartSource, plain: boolean) {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: {
      project: 'default',
      source: {
        repoURL: url,
        path: path.posix.join('chart', part),
        targetRevision: 'HEAD',
        ...(plain && { directory: { recurse: true } }),
      },
      destination: {
        server: 'https://kubernetes.default.svc',
        namespace: name,
      },
    },
  };
}

async function commitAll(directory: string): Promise<void> {
  const git = (...args: string[]) =>
    run(
      'git',
      [
        '-c',
        'user.name=Charts',
        '-c',
        'user.email=charts@example.com',
        '-c',
        'core.autocrlf=false',
        ...args,
      ],
      { cwd: directory },
    );
  await git('init', '--quiet', '--initial-branch=main');
  // What a project ignores in its own repository is meant here.
  await git('add', '--all', '--force');
  await git('commit', '--quiet', '--message=Declare a chart');
}

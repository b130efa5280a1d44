import { markdownLine } from '../checkedText';
import { NewConfigRepository, RepositoryLayout } from '../model';
import {
  commandLinePackage,
  continuousIntegration,
  lintCommand,
} from './continuousIntegration';
import { objectName } from './argocd';

const engines = {
  argocd: 'Argo CD',
  flux: 'Flux',
  builtin: "the portal's built-in engine",
} as const;

/** One page for the next person: what is where, and how things are done. */
export function readmeFile(
  layout: RepositoryLayout,
  repository: NewConfigRepository,
): string {
  const description = markdownLine(repository.description ?? '');
  return `# ${markdownLine(repository.name)}

${
  description === '' ? '' : `${description}\n\n`
}What this repository declares is what runs: ${
    engines[layout.engine]
  } makes the clusters follow it. Nothing is changed by hand; a change is a pull request here.

| environment | clusters | promotes to |
| --- | --- | --- |
${environmentRows(layout)}
## What is where

${folders(layout)}
## Start

${start(layout, repository)}
## Every day

- **Add a service**: in the portal, *Onboard a service*. By hand: copy a
  service's folder under \`services/\`${
    layout.engine === 'flux'
      ? ' and its file under each `clusters/<cluster>/`'
      : ''
  }, and replace its name.
- **Release**: ${versionPlace(layout)}
- **Promote**: the same version in the next environment's file; the portal's
  *Promote* does just that.
- **Roll back**: the version that ran before, by a pull request like any other.

## What guards it

${
  continuousIntegration(repository).length > 0
    ? 'CI lints every change'
    : 'Have your CI lint every change'
}: what can't be read or resolved, and what breaks a policy
of \`gitops.yaml\`, fails. The same on your machine, with Node 22 and git:

    ${lintCommand}

\`${commandLinePackage}\` is packed from the portal's repository (\`yarn workspace
@backstage-gitops/cli pack:npm\`) and published to the registry that your CI
installs from; until that is done, CI has nothing to run.
`;
}

function environmentRows({ environments }: RepositoryLayout): string {
  return environments
    .map(({ name, clusters, protected: guarded }, index) => {
      const next = environments[index + 1]?.name ?? '';
      const stage = `${name}${guarded ? ' (protected)' : ''}`;
      return `| ${stage} | ${clusters.join(', ')} | ${next} |\n`;
    })
    .join('');
}

function folders(layout: RepositoryLayout): string {
  const rows: readonly (readonly [string, string])[] = [
    ...serviceFolders(layout),
    ...engineFolders(layout),
    ['gitops.yaml', 'environments, their order, and the policies'],
  ];
  const width = Math.max(...rows.map(([path]) => path.length));
  return rows
    .map(([path, what]) => `    ${path.padEnd(width)}   ${what}\n`)
    .join('');
}

function serviceFolders({
  type,
  engine,
}: RepositoryLayout): readonly (readonly [string, string])[] {
  if (type === 'helmValues') {
    return [
      ['services/<service>/', "the service's chart"],
      ['services/<service>/values.yaml', 'what all environments share'],
      [
        'services/<service>/values-<environment>.yaml',
        'version, namespace and size there',
      ],
    ];
  }
  const base: readonly [string, string] =
    type === 'kustomize'
      ? ['services/<service>/base/', 'what all environments share']
      : ['services/<service>/base/', 'the release, and what is shared'];
  const place: readonly [string, string] = [
    'services/<service>/<environment>/',
    'version, namespace and size there',
  ];
  return [
    base,
    place,
    ...(engine === 'builtin'
      ? ([
          [
            'services/<service>/<environment>/<cluster>/',
            'where an environment has several',
          ],
        ] as const)
      : []),
    ...(type === 'helmRelease'
      ? ([['charts/service/', 'the chart that all services share']] as const)
      : []),
  ];
}

function engineFolders({
  engine,
}: RepositoryLayout): readonly (readonly [string, string])[] {
  switch (engine) {
    case 'argocd':
      return [
        ['argocd/<environment>.yaml', 'makes the Applications there'],
        ['argocd/project.yaml', 'what they may do'],
      ];
    case 'flux':
      return [['clusters/<cluster>/', 'what Flux applies on the cluster']];
    default:
      return [];
  }
}

function start(
  { engine, environments }: RepositoryLayout,
  { name }: NewConfigRepository,
): string {
  const clusters = [...new Set(environments.flatMap(each => each.clusters))];
  switch (engine) {
    case 'argocd':
      return `Register the clusters with Argo CD under these names: ${clusters.join(
        ', ',
      )}. Then, once:

    kubectl apply --namespace argocd --filename argocd/root.yaml

Argo CD then has the Application \`${objectName(
        name,
      )}\`, which keeps everything else.
`;
    case 'flux':
      return `On each cluster, once:

    flux install --context <cluster>
    kubectl apply --context <cluster> --filename clusters/<cluster>/flux-system.yaml

\`flux bootstrap\` is not needed: it would push to the protected branch.
`;
    default:
      return `Name the clusters in the portal's configuration (\`gitops.clusters\`): ${clusters.join(
        ', ',
      )}. Where a cluster is called otherwise than its environment, say so with
\`environments\`. There is nothing to install.
`;
  }
}

function versionPlace({ type }: RepositoryLayout): string {
  switch (type) {
    case 'kustomize':
      return '`newTag` in `services/<service>/<environment>/kustomization.yaml`.';
    case 'helmRelease':
      return '`image.tag` in `services/<service>/<environment>/values.yaml`.';
    default:
      return '`image.tag` in `services/<service>/values-<environment>.yaml`.';
  }
}

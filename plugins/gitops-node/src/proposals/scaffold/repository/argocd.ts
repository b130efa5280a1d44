import {
  isOwnCluster,
  LayoutEnvironment,
  NewConfigRepository,
  RepositoryLayout,
  ScaffoldedFile,
} from '../model';
import { indented, yamlText } from '../yamlText';

/**
 * Argo CD's own objects: one Application that applies the folder, a project
 * that bounds what may go where, and an ApplicationSet for each environment,
 * which makes an Application of every service that has it.
 */
export function argocdFiles(
  layout: RepositoryLayout,
  repository: NewConfigRepository,
): readonly ScaffoldedFile[] {
  return [
    { path: 'argocd/root.yaml', content: root(repository) },
    { path: 'argocd/project.yaml', content: project(layout, repository) },
    ...layout.environments.map(environment => ({
      path: `argocd/${environment.name}.yaml`,
      content: applicationSet(environment, layout, repository),
    })),
  ];
}

function root({ name, url }: NewConfigRepository): string {
  return yamlText`# Applied once by hand; from then on Argo CD keeps this folder, and itself with it:
#   kubectl apply --namespace argocd --filename argocd/root.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${objectName(name)}
  namespace: argocd
spec:
  project: default
  source:
    repoURL: ${url}
    targetRevision: HEAD
    path: argocd
  destination:
    server: https://kubernetes.default.svc
    namespace: argocd
  syncPolicy:
    automated:
      prune: true
      selfHeal: true
`;
}

function project(
  { environments }: RepositoryLayout,
  { name, url }: NewConfigRepository,
): string {
  const clusters = new Set(environments.flatMap(each => each.clusters));
  const destinations = [...clusters].map(
    cluster => yamlText`- name: ${cluster}
  namespace: '*'
`,
  );
  return `${yamlText`# What Applications of this repository may do, and where.
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: ${objectName(name)}
  namespace: argocd
spec:
  sourceRepos:
    - ${url}
  destinations:
`}${indented(4, ...destinations)}  clusterResourceWhitelist:
    - group: ''
      kind: Namespace
`;
}

/** The Applications of an environment, one for each service and cluster. */
function applicationSet(
  environment: LayoutEnvironment,
  { type }: RepositoryLayout,
  { name, url }: NewConfigRepository,
): string {
  const stage = environment.name;
  const elements = environment.clusters.map(
    cluster => yamlText`- cluster: ${cluster}
`,
  );
  const service = '{{ index .path.segments 1 }}';
  const suffix = isOwnCluster(environment) ? '' : '-{{ .cluster }}';
  const isChart = type === 'helmValues';
  const file = isChart ? `values-${stage}.yaml` : `${stage}/kustomization.yaml`;
  const source = isChart
    ? yamlText`path: '{{ .path.path }}'
helm:
  releaseName: ${service}
  valueFiles:
    - ${`values-${stage}.yaml`}
`
    : `path: '{{ .path.path }}'\n`;
  return `${yamlText`# Every service with a file ${`services/*/${file}`} runs in ${stage}.
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: ${`${objectName(name)}-${stage}`}
  namespace: argocd
spec:
  goTemplate: true
  goTemplateOptions:
    - missingkey=error
  generators:
    - matrix:
        generators:
          - list:
              elements:
`}${indented(16, ...elements)}${yamlText`          - git:
              repoURL: ${url}
              revision: HEAD
              files:
                - path: ${`services/*/${file}`}
  template:
    metadata:
      name: ${`${service}-${stage}${suffix}`}
      labels:
        gitops/service: ${service}
        gitops/environment: ${stage}
    spec:
      project: ${objectName(name)}
      source:
        repoURL: ${url}
        targetRevision: HEAD
`}${indented(8, source)}${yamlText`      destination:
        name: '{{ .cluster }}'
        namespace: '{{ .namespace }}'
      syncPolicy:
        automated:
          prune: true
          selfHeal: true
        syncOptions:
          - CreateNamespace=true
`}`;
}

/** A repository's name as that of an object. */
export function objectName(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40)
      .replace(/-+$/, '') || 'config'
  );
}

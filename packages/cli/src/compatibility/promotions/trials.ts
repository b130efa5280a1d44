/** One dry run, as a person would ask for it. */
export interface Trial {
  readonly repository: string;
  readonly service: string;
  readonly move:
    | { readonly kind: 'promote'; readonly from: string; readonly to: string }
    | {
        readonly kind: 'rollback';
        readonly environment: string;
        readonly to: string;
      };
  /** Shown as a sample: what stands around the changed lines, in our words. */
  readonly sample?: string;
}

/** What a repository's layout needs to be told, as `gitops.repositories` has it. */
export const configurations: Readonly<Record<string, object>> = {
  'alphagov/govuk-helm-charts': {
    rules: [
      {
        path: 'charts/app-config/image-tags/{environment}/{service}',
        version: 'image_tag',
      },
    ],
  },
};

const promotions = (
  repository: string,
  [from, to]: readonly [string, string],
  services: readonly string[],
  samples: Readonly<Record<string, string>> = {},
): readonly Trial[] =>
  services.map(service => ({
    repository,
    service,
    move: { kind: 'promote', from, to },
    ...(service in samples && { sample: samples[service] }),
  }));

const rollbacks = (
  repository: string,
  versions: Readonly<Record<string, string>>,
): readonly Trial[] =>
  Object.entries(versions).map(([service, to]) => ({
    repository,
    service,
    move: { kind: 'rollback', environment: 'default', to },
  }));

/**
 * Services whose environments declare different versions, of every layout that
 * the repositories have. One of them is for a single cluster, where there is
 * nothing to promote: there, versions are rolled back.
 */
export const trials: readonly Trial[] = [
  ...promotions(
    'redhat-appstudio/infra-deployments',
    ['staging', 'production'],
    [
      'dex',
      'integration-service',
      'image-rbac-proxy',
      'konflux-kite',
      'namespace-lister',
      'proxy',
      'smee-client',
      'crossplane-control-plane',
      'repository-validator',
      'kubearchive',
      'squid',
    ],
    {
      'image-rbac-proxy':
        'A kustomization of all production clusters: the ref of a base in another repository and the tag of its image, which move together. Comments, the other resources and the image’s `newName` stand around them.',
    },
  ),
  ...promotions(
    'hmcts/sds-flux-config',
    ['stg', 'prod'],
    [
      'dynatrace-operator',
      'dynatrace-crd',
      'mi-adf-shir-deployment',
      'pre-api',
    ],
    {
      'mi-adf-shir-deployment':
        'A patch of a HelmRelease’s values for production. The marker of Flux’s image automation stays in its place at the end of the line, and a warning says that the automation may move the version again.',
    },
  ),
  ...promotions(
    'hmcts/sds-flux-config',
    ['ithc', 'test'],
    ['mi-azure-functions-deployment', 'opal-fines-service', 'darts-portal'],
  ),
  ...promotions(
    'alphagov/govuk-helm-charts',
    ['staging', 'production'],
    ['router', 'govuk-mirror'],
  ),
  ...rollbacks('onedr0p/home-ops', {
    radarr: '6.4.0.10540',
    'home-assistant': '2026.8.2',
    'grafana-operator': '5.23.0',
    'kube-prometheus-stack': '88.2.0',
  }),
];

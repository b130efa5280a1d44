import { parse, parseAllDocuments, stringify } from 'yaml';
import {
  deployment,
  Files,
  Layout,
  onMain,
  ownUrl,
  perStage,
  pinned,
  scalar,
} from './Layout';
import { Random } from './Random';

const chartFiles = (directory: string): Files => ({
  [`${directory}/Chart.yaml`]: 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
  [`${directory}/values.yaml`]:
    'image:\n  repository: quillmoor/web\n  tag: unset\n',
  [`${directory}/templates/deployment.yaml`]: deployment(
    '"{{ .Values.image.repository }}:{{ .Values.image.tag }}"',
  ),
});

const helmRelease: Layout = (random, pins) =>
  onMain(
    perStage(stage => ({
      [`clusters/${stage}/web.yaml`]: `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: web
  namespace: web
spec:
  interval: 5m
  chart:
    spec:
      chart: web-service
      version: ${scalar(random, '1.4.0')}
      sourceRef: { kind: HelmRepository, name: quillmoor }
  values:
    image:
      repository: quillmoor/web
      tag: ${scalar(random, pinned(pins[stage]))}
    resources: {limits: {memory: 512Mi}}
`,
    })),
    {
      // What the release's chart would be, as published.
      beside: chartFiles('published'),
      render: stage => ({
        by: 'helm',
        chart: 'published',
        values: files =>
          stringify(parse(files[`clusters/${stage}/web.yaml`]).spec.values),
      }),
    },
  );

const releaseVersion: Layout = (random, pins) =>
  onMain(
    perStage(stage => ({
      [`clusters/${stage}/web.yaml`]: `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: web }
spec:
  chart:
    spec:
      chart: web-service
      # {"$schema": "no"}
      version: ${scalar(random, pins[stage].tag)}
      sourceRef: { kind: HelmRepository, name: quillmoor }
  values: { replicas: 2 }
`,
    })),
  );

const ociSource: Layout = (random, pins) =>
  onMain(
    perStage(stage => ({
      [`clusters/${stage}/web.yaml`]: `apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: web, namespace: web }
spec:
  url: oci://registry.quillmoor.example/charts/web
  ref:
    tag: ${scalar(random, pins[stage].tag)}
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: web }
spec:
  chartRef: { kind: OCIRepository, name: web }
`,
    })),
  );

const application = (
  stage: string,
  source: string,
) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: web-${stage}
  namespace: argocd
spec:
  project: default
  destination: { name: ${stage}, namespace: web }
  source:
${source}
`;

const applicationRevision: Layout = (random, pins) =>
  onMain(
    perStage(stage => ({
      [`argocd/${stage}/web.yaml`]: application(
        stage,
        `    repoURL: https://charts.quillmoor.example
    chart: web
    targetRevision: ${scalar(random, pins[stage].tag)}`,
      ),
    })),
  );

const applicationParameters: Layout = (random, pins) =>
  onMain(
    {
      ...chartFiles('charts/web'),
      ...perStage(stage => ({
        [`argocd/${stage}/web.yaml`]: application(
          stage,
          `    repoURL: ${ownUrl}
    path: charts/web
    helm:
      parameters:
        - { name: replicas, value: "2" }
        - name: image.tag
          value: ${scalar(random, pins[stage].tag)}`,
        ),
      })),
    },
    {
      render: stage => ({
        by: 'helm',
        chart: 'charts/web',
        values: files => parameterValues(files[`argocd/${stage}/web.yaml`]),
      }),
    },
  );

/** As `--set` would make them, for the parameters of this layout. */
function parameterValues(text: string): string {
  const [document] = parseAllDocuments(text, { version: '1.1' });
  const tag = document.getIn([
    'spec',
    'source',
    'helm',
    'parameters',
    1,
    'value',
  ]);
  return stringify({ image: { tag: String(tag) } }, { version: '1.1' });
}

const valuesFiles: Layout = (random: Random, pins) =>
  onMain(
    {
      ...chartFiles('charts/web'),
      ...perStage(stage => ({
        [`charts/web/values-${stage}.yaml`]: `# ${stage}
replicas: 3
image:
    tag: ${scalar(random, pins[stage].tag)}
`,
      })),
    },
    {
      render: stage => ({
        by: 'helm',
        chart: 'charts/web',
        values: files => files[`charts/web/values-${stage}.yaml`],
      }),
    },
  );

const helmfile: Layout = (random, pins) =>
  onMain(
    perStage(stage => ({
      [`deploy/${stage}/helmfile.yaml`]: `repositories:
  - name: quillmoor
    url: https://charts.quillmoor.example
releases:
  - name: web
    namespace: web
    chart: quillmoor/web
    version: ${scalar(random, pins[stage].tag)}
`,
    })),
  );

export const helmLayouts = {
  helmRelease,
  releaseVersion,
  ociSource,
  applicationRevision,
  applicationParameters,
  valuesFiles,
  helmfile,
};

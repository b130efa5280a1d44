import { deployment, Layout, onMain, perStage, pinned, scalar } from './Layout';

const render = (stage: string) =>
  ({ by: 'kustomize', directory: `apps/web/${stage}` } as const);

const base = (image: string) => ({
  'apps/web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'apps/web/base/deployment.yaml': deployment(image),
});

const overlayImages: Layout = (random, pins) =>
  onMain(
    {
      ...base('quillmoor/web'),
      ...perStage(stage => ({
        [`apps/web/${stage}/kustomization.yaml`]: [
          '# yaml-language-server: $schema=kustomization',
          'resources:',
          '  - ../base',
          '',
          'images:',
          `  - name: quillmoor/web`,
          `    newTag: ${scalar(random, pins[stage].tag)}`,
          ...(pins[stage].digest ? [`    digest: ${pins[stage].digest}`] : []),
          'commonAnnotations: { a: "1",b: \'2\' }',
          '',
        ].join('\n'),
      })),
    },
    { render },
  );

const overlayPatches: Layout = (random, pins) =>
  onMain(
    {
      ...base('quillmoor/web:unset'),
      ...perStage(stage => ({
        [`apps/web/${stage}/kustomization.yaml`]: `resources: [../base]
patches:
  - patch: |-
      # how this stage differs
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: web }
      spec:
        template:
          spec:
            containers:
              - name: web
                image: quillmoor/web:${pinned(pins[stage])}${random.pick([
          '',
          ' # v',
        ])}
`,
      })),
    },
    { render },
  );

const patchFiles: Layout = (random, pins) =>
  onMain(
    {
      ...base('quillmoor/web:unset'),
      ...perStage(stage => ({
        [`apps/web/${stage}/kustomization.yaml`]: `resources: [../base]
patches:
- path: image.yaml
  target:
    kind: Deployment
    name: web
`,
        [`apps/web/${stage}/image.yaml`]: `# the version of ${stage}
- op: replace
  path: /spec/template/spec/containers/0/image
  value: ${scalar(random, `quillmoor/web:${pinned(pins[stage])}`)}
`,
      })),
    },
    { render },
  );

const remoteBase: Layout = (random, pins) =>
  onMain(
    perStage(stage => ({
      [`apps/web/${stage}/kustomization.yaml`]: `resources:
  - https://git.quillmoor.example/quillmoor/web//deploy?ref=${
    pins[stage].tag
  }${random.pick(['', '&timeout=90s', ' # pinned'])}
`,
    })),
  );

export const kustomizeLayouts = {
  overlayImages,
  overlayPatches,
  patchFiles,
  remoteBase,
};

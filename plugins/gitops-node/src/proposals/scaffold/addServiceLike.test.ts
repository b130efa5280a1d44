import {
  CheckedProposalRequest,
  proposalRequestSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { discover } from '../../discovery/discover';
import { describeTargets } from '../../discovery/testing/describeDiscovery';
import { Discovery, DiscoveryInput } from '../../discovery/model';
import { fileTreeOf } from '../../discovery/testing/fileTreeOf';
import { EditPlan } from '../model';
import { layouts, makeRepositoryOf } from '../testing/layouts';
import { MadeRepository } from '../testing/Layout';
import { planAddService } from './planAddService';
import { AddServiceRequest } from './requests';

const url = 'https://git.quillmoor.example/quillmoor/config.git';

function inputOf({
  branches,
  environments = {},
  rules = [],
}: MadeRepository): DiscoveryInput {
  const environmentOf = (branch: string) =>
    Object.entries(environments).find(([, name]) => name === branch)?.[0];
  return {
    repository: { id: 'config', url },
    branches: Object.entries(branches).map(([name, files]) => {
      const environment = environmentOf(name);
      return {
        name,
        ...(environment !== undefined && { environment }),
        tree: fileTreeOf(files),
      };
    }),
    environments: [],
    rules,
  };
}

const request = (more: object = {}): AddServiceRequest => {
  const checked: CheckedProposalRequest = proposalRequestSchema.parse({
    kind: 'addService',
    repository: 'config',
    service: 'billing',
    like: 'web',
    image: {
      name: 'quillmoor/billing',
      version: '1.10',
      digest: `sha256:${'b'.repeat(64)}`,
    },
    ...more,
  });
  if (checked.kind !== 'addService') throw new Error('no new service');
  return checked;
};

function plan(made: MadeRepository, more: object = {}) {
  const input = inputOf(made);
  const discovery = discover(input);
  return {
    discovery,
    plan: planAddService(input, discovery, request(more)),
  };
}

const errors = ({ diagnostics }: EditPlan) =>
  diagnostics
    .filter(({ level }) => level === 'error')
    .map(({ message }) => message);

const main = (files: Record<string, string>): MadeRepository => ({
  branches: { main: files },
});

const pinsOf = ({ targets }: Discovery) =>
  targets.map(({ id, artifacts }) => [
    id,
    artifacts.map(({ name, version, digest }) => [name, version, digest]),
  ]);

const withoutImage = [
  'remoteBase',
  'ociSource',
  'applicationRevision',
  'helmfile',
  'releaseVersion',
];

describe.each(
  Object.keys(layouts).filter(name => !withoutImage.includes(name)),
)('a service like one of the layout %s', name => {
  it.each([1, 2, 3, 4, 5, 6])('appears wherever it is (%d)', seed => {
    const made = makeRepositoryOf(name, seed);
    const { discovery, plan: planned } = plan(made);
    expect(errors(planned)).toEqual([]);
    const { after } = planned;
    expect(
      pinsOf({
        ...after,
        targets: after.targets.filter(({ service }) => service !== 'billing'),
      }),
    ).toEqual(pinsOf(discovery));
    const added = after.targets.filter(({ service }) => service === 'billing');
    expect(added.map(({ environment }) => environment).sort()).toEqual([
      'development',
      'production',
      'staging',
    ]);
    for (const { artifacts } of added) {
      const own = artifacts.filter(({ version }) => version === '1.10');
      expect(own).not.toEqual([]);
    }
    for (const { after: text = '', path } of planned.files) {
      const isMixed = text.includes('\r\n') && /(?<!\r)\n/.test(text);
      expect([path, isMixed]).toEqual([path, false]);
    }
  });
});

it.each(withoutImage)(
  'is refused where %s declares no image that could be another',
  name => {
    const { plan: planned } = plan(makeRepositoryOf(name, 1));
    expect(errors(planned)).toEqual([
      "No image of 'web' is declared in this repository, so there is no place for another one.",
    ]);
    expect(planned.files).toEqual([]);
  },
);

const kustomization = (path: string, namespace = 'flux-system') =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: ${path.split('/').at(-2)}
  namespace: ${namespace}
spec:
  path: ./${path}
  prune: true
  sourceRef: { kind: GitRepository, name: flux-system }
`;

const deployment = (service: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${service}
  labels: { app: ${service} } # which one
spec:
  replicas: 3
  selector: { matchLabels: { app: ${service} } }
  template:
    metadata: { labels: { app: ${service} } }
    spec:
      containers:
        - name: ${service}
          image: acme/${service}:v1 # {"$imagepolicy": "flux-system:${service}"}
          ports: [{ containerPort: 8080 }]
          envFrom: [{ secretRef: { name: ${service}-keys } }]
          readinessProbe: { httpGet: { path: /${service}/health, port: 8080 } }
`;

/** A Flux repository with two services, lists, secrets and a shared file. */
const fluxFiles = {
  'clusters/production/kustomization.yaml': `resources:
  # first the shop
  - web.yaml
  - cart.yaml # and its cart
`,
  'clusters/production/web.yaml': kustomization('apps/web/production'),
  'clusters/production/cart.yaml': `${kustomization(
    'apps/cart/production',
  )}  dependsOn:
    - name: web
`,
  'apps/web/production/kustomization.yaml': `namespace: web
resources: [deployment.yaml, keys.sops.yaml, ../../../shared/web-common]
`,
  'apps/web/production/deployment.yaml': deployment('web'),
  'apps/web/production/keys.sops.yaml': `kind: Secret
apiVersion: v1
metadata: { name: web-keys }
data: { token: ENC[AES256_GCM,data:x] }
sops: { mac: y }
`,
  'apps/web/production/notes.md': 'How web is run.\n',
  'apps/cart/production/kustomization.yaml': `namespace: cart
resources: [deployment.yaml, ../../../shared/web-common]
`,
  'apps/cart/production/deployment.yaml': deployment('cart'),
  'shared/web-common/kustomization.yaml': 'resources: [quota.yaml]\n',
  'shared/web-common/quota.yaml': `apiVersion: v1
kind: ResourceQuota
metadata: { name: quota }
`,
};

describe('a service like another in a repository of Flux', () => {
  const image = { name: 'ghcr.io/acme/billing', version: 'v7' };

  it('is copied, listed and told apart from its example', () => {
    const { plan: planned } = plan(main(fluxFiles), {
      image,
      namespace: 'money',
      port: 9000,
      replicas: 1,
    });
    expect(errors(planned)).toEqual([]);
    expect(
      Object.fromEntries(planned.files.map(({ path, after }) => [path, after])),
    ).toEqual({
      'clusters/production/kustomization.yaml': `resources:
  # first the shop
  - web.yaml
  - billing.yaml
  - cart.yaml # and its cart
`,
      'clusters/production/billing.yaml': kustomization(
        'apps/billing/production',
      ),
      'apps/billing/production/kustomization.yaml': `namespace: money
resources: [deployment.yaml, ../../../shared/web-common]
`,
      'apps/billing/production/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: billing
  labels: { app: billing } # which one
spec:
  replicas: 1
  selector: { matchLabels: { app: billing } }
  template:
    metadata: { labels: { app: billing } }
    spec:
      containers:
        - name: billing
          image: ghcr.io/acme/billing:v7
          ports: [{ containerPort: 9000 }]
          envFrom: [{ secretRef: { name: billing-keys } }]
          readinessProbe: { httpGet: { path: /billing/health, port: 9000 } }
`,
      'apps/billing/production/notes.md': 'How web is run.\n',
    });
    expect(
      planned.diagnostics.map(({ level, code, file }) => [level, code, file]),
    ).toEqual([
      [
        'warning',
        'proposal-secret-not-copied',
        'apps/web/production/keys.sops.yaml',
      ],
      [
        'warning',
        'proposal-not-automated',
        'apps/web/production/deployment.yaml',
      ],
      ['warning', 'proposal-copied-as-is', 'apps/web/production/notes.md'],
    ]);
  });

  it('never takes literals of secrets along', () => {
    const files = {
      ...fluxFiles,
      'apps/web/production/kustomization.yaml': `namespace: web
resources:
  - deployment.yaml
  - keys.yaml
secretGenerator:
  - name: web-token
    literals: [token=hunter2]
`,
      'apps/web/production/keys.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: web-settings }
---
apiVersion: v1
kind: Secret
metadata: { name: web-keys }
stringData: { password: hunter2 }
`,
    };
    const { plan: planned } = plan(main(files), { image });
    expect(errors(planned)).toEqual([]);
    const texts = planned.files.map(({ after }) => after).join('');
    expect(texts).toContain('billing-settings');
    expect(texts).not.toMatch(/hunter2|secretGenerator|kind: Secret/);
  });
});

const application = (
  service: string,
  environment: string,
) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${service}-${environment}, namespace: argocd }
spec:
  project: default
  source: { repoURL: ${url}, path: apps/${service}/${environment}, targetRevision: HEAD }
  destination: { name: ${environment}, namespace: ${service} }
`;

const stages = ['staging', 'production'];

/** Services registered in one file each: as objects, and as list elements. */
const applications = main({
  'argocd/apps.yaml': ['web', 'cart']
    .flatMap(service => stages.map(stage => application(service, stage)))
    .join('---\n'),
  ...Object.fromEntries(
    ['web', 'cart'].flatMap(service =>
      stages.map(stage => [
        `apps/${service}/${stage}/deployment.yaml`,
        deployment(service),
      ]),
    ),
  ),
});

const generated = main({
  'argocd/set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: apps, namespace: argocd }
spec:
  generators:
    - matrix:
        generators:
          - list:
              elements:
                - service: web
                  team: shop # of Mara
                - service: cart
                  team: shop
          - list:
              elements: [{ stage: staging }, { stage: production }]
  template:
    metadata: { name: '{{service}}-{{stage}}' }
    spec:
      project: default
      source: { repoURL: ${url}, path: 'apps/{{service}}/{{stage}}', targetRevision: HEAD }
      destination: { name: '{{stage}}', namespace: '{{service}}' }
`,
  ...applications.branches.main,
});
Reflect.deleteProperty(generated.branches.main, 'argocd/apps.yaml');

describe('a service like another in a repository of Argo CD', () => {
  const image = { name: 'acme/billing', version: 'v7' };

  it('gets Applications beside those of its example', () => {
    const { discovery, plan: planned } = plan(applications, {
      image,
      environments: ['staging'],
    });
    expect(errors(planned)).toEqual([]);
    const known = describeTargets(discovery);
    expect(
      describeTargets(planned.after).filter(line => line.includes('billing')),
    ).toEqual([
      'billing staging staging: image acme/billing v7 < apps/billing/staging/deployment.yaml:14 spec.template.spec.containers[name=billing].image',
    ]);
    expect(
      describeTargets(planned.after).filter(line => !line.includes('billing')),
    ).toEqual(known.map(line => expect.stringContaining(line.split(' <')[0])));
  });

  it('becomes an element of the list, with what the example has', () => {
    const { plan: planned } = plan(generated, { image });
    expect(errors(planned)).toEqual([]);
    const set = planned.files.find(({ path }) => path === 'argocd/set.yaml');
    expect(set?.after).toContain(`                - service: web
                  team: shop # of Mara
                - service: billing
                  team: shop # of Mara
                - service: cart
`);
  });

  it('is refused where the list is for more environments than were asked for', () => {
    const { plan: planned } = plan(generated, {
      image,
      environments: ['staging'],
    });
    expect(planned.diagnostics).toContainEqual(
      expect.objectContaining({ level: 'error' }),
    );
  });
});

describe('a request for a service', () => {
  it.each([
    ['service', { service: '../etc' }],
    ['service', { service: 'a\nb: c' }],
    ['service', { service: '${{ secrets.X }}' }],
    ['namespace', { namespace: 'x/../y' }],
    ['image', { image: { name: 'acme/x\n  evil: true', version: 'v1' } }],
    ['version', { image: { name: 'acme/x', version: '1 # }\n- x' } }],
    ['version', { image: { name: 'acme/x', version: '${{ github.token }}' } }],
    [
      'digest',
      { image: { name: 'acme/x', version: '1', digest: 'sha256:"x' } },
    ],
  ])('is refused for its %s: %j', (what, more) => {
    const input = inputOf(main(fluxFiles));
    const discovery = discover(input);
    const planned = planAddService(input, discovery, { ...request(), ...more });
    expect(planned.files).toEqual([]);
    expect(errors(planned)).toEqual([expect.stringContaining(what)]);
  });

  it.each([
    [{ service: 'cart' }, "declares a service 'cart' already"],
    [{ like: 'nobody' }, "declares no service 'nobody'"],
    [{ like: undefined }, 'name a service that the new one is like'],
    [{ environments: ['staging'] }, "'web' is not declared in staging"],
  ])('is refused for %j', (more, reason) => {
    const { plan: planned } = plan(main(fluxFiles), more);
    expect(planned.files).toEqual([]);
    expect(errors(planned)).toEqual([expect.stringContaining(reason)]);
  });

  it('writes over nothing that is there', () => {
    const { plan: planned } = plan(
      main({ ...fluxFiles, 'apps/billing/production/notes.md': 'mine\n' }),
      { image: { name: 'acme/billing', version: 'v7' } },
    );
    expect(errors(planned)).toEqual([
      'apps/billing/production/notes.md is there already.',
    ]);
  });
});

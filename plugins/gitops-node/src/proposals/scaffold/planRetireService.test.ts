import { discover } from '../../discovery/discover';
import { makeRepositoryOf, layouts } from '../testing/layouts';
import { MadeRepository, onMain } from '../testing/Layout';
import { planAddService } from './planAddService';
import { planRetireService } from './planRetireService';
import {
  errorsOf,
  inputOf,
  merged,
  requestOf,
} from './testing/scaffoldFixtures';

function retire(
  made: MadeRepository,
  service: string,
  environments?: readonly string[],
) {
  const input = inputOf(made);
  const discovery = discover(input);
  const targets = discovery.targets
    .filter(
      target =>
        target.service === service &&
        (environments?.includes(target.environment) ?? true),
    )
    .map(({ id }) => id);
  return planRetireService(
    input,
    discovery,
    requestOf({ kind: 'retireService', targets }),
  );
}

const withImage = Object.keys(layouts).filter(name => {
  const made = makeRepositoryOf(name, 1);
  const { targets } = discover(inputOf(made));
  return targets.some(({ artifacts }) =>
    artifacts.some(({ kind }) => kind === 'image' || kind === 'app'),
  );
});

describe.each(withImage)('a service of the layout %s', name => {
  it.each([1, 2, 3, 4])(
    'leaves the repository as it was before it came (%d)',
    seed => {
      const made = makeRepositoryOf(name, seed);
      const input = inputOf(made);
      const added = planAddService(
        input,
        discover(input),
        requestOf({
          kind: 'addService',
          repository: 'config',
          service: 'billing',
          like: 'web',
          image: {
            name: 'quillmoor/billing',
            version: 'v1',
            digest: `sha256:${'b'.repeat(64)}`,
          },
        }),
      );
      expect(errorsOf(added)).toEqual([]);
      const plan = retire(merged(made, added), 'billing');
      expect(errorsOf(plan)).toEqual([]);
      expect(merged(merged(made, added), plan).branches).toEqual(made.branches);
    },
  );
});

const stages = ['staging', 'production'];

const deployment = (service: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${service} }
spec: { template: { spec: { containers: [{ name: c, image: 'acme/${service}:v1' }] } } }
`;

const services = (...names: readonly string[]) =>
  Object.assign(
    {
      'README.md': 'web and cart\n',
    },
    ...names.flatMap(service => [
      {
        [`apps/${service}/base/kustomization.yaml`]:
          'resources: [deployment.yaml]\n',
        [`apps/${service}/base/deployment.yaml`]: deployment(service),
      },
      ...stages.map(stage => ({
        [`apps/${service}/${stage}/kustomization.yaml`]: `resources: [../base]\nimages: [{ name: acme/${service}, newTag: v2 }]\n`,
      })),
    ]),
  );

describe('retiring', () => {
  it('takes one environment, and leaves what the others need', () => {
    const plan = retire(onMain(services('web', 'cart')), 'web', ['staging']);
    expect(errorsOf(plan)).toEqual([]);
    expect(plan.files).toEqual([
      {
        branch: 'main',
        path: 'apps/web/staging/kustomization.yaml',
        before: expect.any(String),
      },
    ]);
  });

  it('takes lines out of lists with their comments, and no other byte', () => {
    const list = `# what runs
resources:
  # the shop's front
  - ../../web/production
  - ../../cart/production   # keep
`;
    const made = onMain({
      ...services('web', 'cart'),
      'apps/all/production/kustomization.yaml': list,
    });
    const plan = retire(made, 'web');
    expect(errorsOf(plan)).toEqual([]);
    expect(plan.files.find(({ path }) => path.includes('/all/'))?.after)
      .toEqual(`# what runs
resources:
  # the shop's front
  - ../../cart/production   # keep
`);
  });

  it('says when a list is empty then', () => {
    const made = onMain({
      ...services('web', 'cart'),
      'apps/all/production/kustomization.yaml':
        'resources:\n  - ../../cart/production\ncomponents:\n  - ../../web/extra\n',
      'apps/web/extra/kustomization.yaml':
        'kind: Component\nresources: [../base]\n',
    });
    const plan = retire(made, 'web');
    expect(plan.diagnostics).toContainEqual(
      expect.objectContaining({ code: 'proposal-list-empty' }),
    );
  });

  it('is refused where others would go along', () => {
    const made = onMain({
      ...services('web'),
      'apps/web/base/kustomization.yaml':
        'resources: [deployment.yaml, ../../side]\n',
      'apps/side/kustomization.yaml': 'resources: [deployment.yaml]\n',
      'apps/side/deployment.yaml': `${deployment('side')}`.replace(
        'name: side',
        'name: side, labels: { app: side }',
      ),
    });
    const input = inputOf(made);
    const discovery = discover(input);
    const web = discovery.targets.filter(({ service }) => service === 'web');
    const plan = planRetireService(
      input,
      discovery,
      requestOf({ kind: 'retireService', targets: web.map(({ id }) => id) }),
    );
    expect(discovery.targets.map(({ service }) => service)).toContain('side');
    expect(errorsOf(plan)).not.toEqual([]);
  });

  it('is refused for a target that is not declared', () => {
    const input = inputOf(onMain(services('web')));
    const plan = planRetireService(
      input,
      discover(input),
      requestOf({ kind: 'retireService', targets: ['config/../x'] }),
    );
    expect(plan.files).toEqual([]);
    expect(errorsOf(plan)).toEqual([
      'The repository declares no target config/../x.',
    ]);
  });
});

import { ArgoCdStandIn } from '@backstage-gitops/envtest';
import { targetDriftResponseSchema } from '@backstage-gitops/plugin-gitops-common';
import { randomUUID } from 'node:crypto';
import {
  deploying,
  liveOf,
  openPatientArgoCd,
  standIns,
} from './__testUtils__/argoCdPortals';
import { createTestDatabases } from './__testUtils__/databases';
import { answer, until } from './__testUtils__/portals';
import {
  ProposalPortal,
  proposalPortals,
} from './__testUtils__/proposalPortals';
import { Remote } from './__testUtils__/Remote';
import { openConfiguredRenderer, OpenRenderer } from './live/openRenderer';

const directory = 'cart/production';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: cart }
spec:
  replicas: 2
  template:
    spec:
      containers:
        - name: cart
          image: registry.acme.example/cart
`;

/** The Deployment of cart, its Secret, and the image of one overlay. */
function seed(remote: Remote): Remote {
  remote.release('production', 'v1');
  remote.write(
    `${directory}/kustomization.yaml`,
    `resources: [deployment.yaml, secret.yaml]
images:
  - name: registry.acme.example/cart
    newTag: v1
`,
  );
  remote.write(`${directory}/deployment.yaml`, deployment);
  remote.write(
    `${directory}/secret.yaml`,
    `apiVersion: v1
kind: Secret
metadata: { name: key }
stringData:
  password: hunter2
`,
  );
  remote.commit('Declare replicas and a key');
  return remote;
}

const podOf = (image: string, replicas: number) => ({
  spec: {
    replicas,
    template: { spec: { containers: [{ name: 'cart', image }] } },
  },
});

function managed(
  { group = '', kind = '', name = '' },
  declared: object,
  live: object,
) {
  const apiVersion = group === '' ? 'v1' : `${group}/v1`;
  const metadata = { namespace: 'shop', name };
  const text = (fields: object) =>
    JSON.stringify({ apiVersion, kind, metadata, ...fields });
  return {
    ...{ group, kind, name, namespace: 'shop' },
    ...{ targetState: text(declared), liveState: text(live) },
  };
}

const cart = { group: 'apps', kind: 'Deployment', name: 'cart' };
const key = { group: '', kind: 'Secret', name: 'key' };
const image = 'registry.acme.example/cart';

describe.each(createTestDatabases().eachSupportedId())(
  'where Argo CD’s drift is declared on %s',
  id => {
    const portals = proposalPortals(id);
    let server: ArgoCdStandIn;
    const rendered: string[] = [];

    beforeEach(async () => {
      server = await ArgoCdStandIn.start('eu');
      rendered.length = 0;
    });
    afterEach(() => server.stop());

    const counting: OpenRenderer = async options => {
      const render = await openConfiguredRenderer(options);
      return request => {
        rendered.push(request.unit);
        return render(request);
      };
    };

    const drift = (portal: ProposalPortal, target: string) =>
      answer(targetDriftResponseSchema, portal.get(`/targets/${target}/drift`));

    const originsOf = async (portal: ProposalPortal, target: string) =>
      (await drift(portal, target)).resources.flatMap(({ differences }) =>
        differences.map(({ field, origin }) => [
          field,
          origin && `${origin.file}:${origin.line}`,
        ]),
      );

    /** Once the page need not wait for the render any more. */
    async function linesOf(portal: ProposalPortal, target: string) {
      await until(async () =>
        (await originsOf(portal, target)).every(([, line]) => line),
      );
      return originsOf(portal, target);
    }

    async function start(openRenderer = counting) {
      const place = portals.directory.resolve(randomUUID());
      const remote = seed(new Remote(place));
      server.put(
        deploying('cart', {
          spec: {
            source: {
              repoURL: 'https://github.com/acme/platform.git',
              ...{ path: directory, targetRevision: 'main' },
            },
          },
          status: {
            sync: { status: 'OutOfSync', revision: remote.head() },
            resources: [cart, key].map(each => ({
              ...{ ...each, version: 'v1', namespace: 'shop' },
              status: 'OutOfSync',
            })),
          },
        }),
      );
      server.tell([
        managed(cart, podOf(`${image}:v1`, 2), podOf(`${image}:v9`, 5)),
        managed(
          key,
          { data: { password: '++++++++' } },
          { data: { password: '+++++++++' } },
        ),
      ]);
      const portal = await portals.start({
        ...{ remote, openRenderer, openArgoCd: openPatientArgoCd() },
        config: { gitops: { engines: standIns([server]) } },
      });
      const target = encodeURIComponent(await portal.target('production'));
      await until(
        async () => (await liveOf(portal, target))?.state === 'observed',
      );
      await until(async () => (await originsOf(portal, target)).length > 0);
      return { portal, remote, target };
    }

    it('tells the line of each field, and the page of its file', async () => {
      const { portal, remote, target } = await start();

      expect(await linesOf(portal, target)).toEqual([
        ['spec.replicas', `${directory}/deployment.yaml:5`],
        [
          'spec.template.spec.containers[name=cart].image',
          `${directory}/kustomization.yaml:4`,
        ],
        ['data.password', `${directory}/secret.yaml:5`],
      ]);
      const told = await drift(portal, target);
      const pages = `https://github.com/acme/platform/blob/${remote.head()}`;
      expect(told.links).toEqual(
        Object.fromEntries(
          ['deployment', 'kustomization', 'secret'].map(name => [
            `${directory}/${name}.yaml`,
            `${pages}/${directory}/${name}.yaml`,
          ]),
        ),
      );
      expect(JSON.stringify(told)).not.toMatch(/hunter2|aHVudGVyMg|\+\+\+/);
    });

    it('renders for a page that shows drift alone, once for each revision', async () => {
      const { portal, remote, target } = await start();
      await linesOf(portal, target);
      expect(rendered).toHaveLength(1);
      await Promise.all(
        Array.from({ length: 20 }, () => originsOf(portal, target)),
      );
      expect(rendered).toHaveLength(1);

      remote.write(`${directory}/deployment.yaml`, `# Cart\n${deployment}`);
      remote.commit('Say what it is');
      await portal.read('platform');
      await portal.get('/targets');
      await portal.get(`/targets/${target}`);
      await portal.get(`/targets/${target}/resources`);
      await portal.get(`/targets/${target}/delivery`);
      expect(rendered).toHaveLength(1);

      expect(await linesOf(portal, target)).toContainEqual([
        'spec.replicas',
        `${directory}/deployment.yaml:6`,
      ]);
      expect(rendered).toHaveLength(2);
    });

    it('tells what differs all the same where the unit can not be rendered', async () => {
      const { portal, target } = await start(async () => async () => {
        throw new Error('A plugin makes its manifests');
      });

      expect(await originsOf(portal, target)).toEqual([
        ['spec.replicas', undefined],
        ['spec.template.spec.containers[name=cart].image', undefined],
        ['data.password', undefined],
      ]);
    });
  },
);

import {
  gitopsManifestReadPermission,
  gitopsProposalCreatePermission,
  gitopsRepositoryCreatePermission,
  gitopsTargetReadPermission,
  proposalsResponseSchema,
  ProposalRequest,
} from '@backstage-gitops/plugin-gitops-common';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createTestDatabases } from '../__testUtils__/databases';
import { answer, component } from '../__testUtils__/portals';
import { proposalPortals } from '../__testUtils__/proposalPortals';
import { TestPolicy } from '../__testUtils__/startGitops';
import {
  createGitopsTargetConditionalDecision,
  gitopsTargetConditions,
} from './rules';

const allow: PolicyDecision = { result: AuthorizeResult.ALLOW };
const deny: PolicyDecision = { result: AuthorizeResult.DENY };

const permissions = {
  read: gitopsTargetReadPermission,
  manifests: gitopsManifestReadPermission,
  create: gitopsProposalCreatePermission,
};

const inEnvironment = (
  permission: keyof typeof permissions,
  ...environments: string[]
): PolicyDecision =>
  createGitopsTargetConditionalDecision(
    permissions[permission],
    gitopsTargetConditions.inEnvironment({ environments }),
  );

const ownedBy = (
  claim: string,
  permission: keyof typeof permissions = 'create',
): PolicyDecision =>
  createGitopsTargetConditionalDecision(
    permissions[permission],
    gitopsTargetConditions.isEntityOwner({ claims: [claim] }),
  );

const policyOf = (decisions: {
  [name in keyof typeof permissions]?: PolicyDecision;
}): TestPolicy => ({
  decision: allow,
  decisions: Object.fromEntries(
    Object.entries(decisions).map(([name, decision]) => [
      permissions[name as keyof typeof permissions].name,
      decision,
    ]),
  ),
});

describe.each(createTestDatabases().eachSupportedId())(
  'permission to propose on %s',
  id => {
    const { start } = proposalPortals(id);

    /** Previews and opens as others may, then as the policy says. */
    async function tried(policy: TestPolicy) {
      const changing: TestPolicy = { decision: allow };
      const portal = await start({ policy: changing });
      const request = await portal.promote();
      const { revisions } = await portal.preview(request);
      Object.assign(changing, policy);
      const preview = await portal.post('/proposals/preview', request);
      const opened = await portal.post('/proposals', { request, revisions });
      return { portal, preview, opened, request };
    }

    it.each<[string, TestPolicy]>([
      ['nobody may', policyOf({ create: deny })],
      [
        'other environments are',
        policyOf({ create: inEnvironment('create', 'staging') }),
      ],
      [
        'targets of others are',
        policyOf({ create: ownedBy('group:default/others') }),
      ],
    ])('is denied where %s allowed', async (_, policy) => {
      const { portal, preview, opened } = await tried(policy);
      for (const { status, body } of [preview, opened]) {
        expect([status, body.error.name]).toEqual([403, 'NotAllowedError']);
      }
      expect(portal.forge.requests).toEqual([]);
      expect(portal.audits()).toMatchObject([
        { eventId: 'proposal-open', status: 'failed' },
      ]);
    });

    it.each<[string, TestPolicy]>([
      [
        'the environment',
        policyOf({ create: inEnvironment('create', 'production') }),
      ],
      ['the owner', policyOf({ create: ownedBy('group:default/shop') })],
    ])('is given by %s', async (_, policy) => {
      const { preview, opened } = await tried(policy);
      expect([preview.status, opened.status]).toEqual([200, 200]);
    });

    it('answers of what may not be seen as of what is not there', async () => {
      const { preview, opened } = await tried(
        policyOf({ read: inEnvironment('read', 'production') }),
      );
      for (const { status, body } of [preview, opened]) {
        expect([status, body.error.name]).toEqual([404, 'NotFoundError']);
      }
    });

    it('leaves the diffs out where manifests may not be seen', async () => {
      for (const manifests of [
        deny,
        inEnvironment('manifests', 'production'),
      ]) {
        const { preview, opened } = await tried(policyOf({ manifests }));
        expect(preview.status).toBe(200);
        expect(preview.body).toMatchObject({
          moves: [{ from: 'v1', to: 'v3' }],
          ...{ files: [], rendered: [], values: [] },
          diagnostics: expect.arrayContaining([
            expect.objectContaining({ code: 'proposal-diffs-hidden' }),
          ]),
        });
        expect(opened.status).toBe(200);
      }
    });

    it('shows proposals to who may see one of their targets', async () => {
      const { portal, opened } = await tried(policyOf({}));
      const { id: proposal } = opened.body;
      const hidden = await start({
        knex: portal.knex,
        forge: portal.forge,
        remote: portal.remote,
        policy: policyOf({ read: inEnvironment('read', 'staging') }),
      });
      const { items } = await answer(
        proposalsResponseSchema,
        hidden.get('/proposals?state=all'),
      );
      expect(items).toEqual([]);
      expect((await hidden.get(`/proposals/${proposal}`)).status).toBe(404);
    });

    it('tries conditions on what is only to be', async () => {
      const policy: TestPolicy = { decision: allow };
      const portal = await start({ policy });
      const service: ProposalRequest = {
        kind: 'addService',
        repository: 'platform',
        service: 'basket',
        image: { name: 'registry.acme.example/basket', version: 'v1' },
      };
      const owned = { ...service, entityRef: 'component:default/cart' };
      const environment: ProposalRequest = {
        kind: 'addEnvironment',
        repository: 'platform',
        environment: 'qa',
        like: 'staging',
      };
      const statuses = async (decision: PolicyDecision) => {
        Object.assign(policy, policyOf({ create: decision }));
        const found = [];
        for (const request of [
          service,
          { ...service, environments: ['staging'] },
          owned,
          environment,
        ]) {
          const { status, body } = await portal.post(
            '/proposals/preview',
            request,
          );
          // Whether it can be planned is another matter.
          found.push(status === 403 ? body.error.name : 'allowed');
        }
        return found;
      };
      const denied = 'NotAllowedError';
      expect(await statuses(inEnvironment('create', 'staging'))).toEqual([
        ...[denied, 'allowed', denied, denied],
      ]);
      expect(await statuses(inEnvironment('create', 'qa'))).toEqual([
        ...[denied, denied, denied, 'allowed'],
      ]);
      expect(await statuses(ownedBy('group:default/shop'))).toEqual([
        ...[denied, denied, 'allowed', 'allowed'],
      ]);
      expect(await statuses(ownedBy('group:default/others'))).toEqual([
        ...[denied, denied, denied, denied],
      ]);
    });

    it('copies no service that may not be seen, or whose manifests may not be', async () => {
      const claim = 'group:default/others';
      const policy: TestPolicy = { decision: allow };
      const portal = await start({
        policy,
        entities: [component('cart', 'shop'), component('basket', 'others')],
      });
      const request: ProposalRequest = {
        kind: 'addService',
        repository: 'platform',
        service: 'basket',
        like: 'cart',
        image: { name: 'registry.acme.example/basket', version: 'v1' },
        entityRef: 'component:default/basket',
      };
      const { refused, files, revisions } = await portal.preview(request);
      expect([refused, files.length]).toEqual([undefined, 4]);
      const answers = async (decisions: Parameters<typeof policyOf>[0]) => {
        Object.assign(policy, policyOf(decisions));
        return [
          await portal.post('/proposals/preview', request),
          await portal.post('/proposals', { request, revisions }),
        ].map(({ status, body }) => [status, body.error?.message]);
      };
      const hidden = [404, "No service 'cart'"];
      expect(await answers({ read: ownedBy(claim, 'read') })).toEqual([
        ...[hidden, hidden],
      ]);
      const unread = [403, expect.stringContaining('gitops.manifest.read')];
      expect(await answers({ manifests: ownedBy(claim, 'manifests') })).toEqual(
        [unread, unread],
      );
      expect(portal.forge.requests).toEqual([]);
      const unknown = { ...request, like: 'nothing' };
      const { status, body } = await portal.post('/proposals/preview', unknown);
      expect([status, body.error.message]).toEqual([
        ...[404, "No service 'nothing'"],
      ]);
    });

    it('copies no environment whose manifests may not be seen', async () => {
      const policy: TestPolicy = { decision: allow };
      const portal = await start({ policy });
      const request: ProposalRequest = {
        kind: 'addEnvironment',
        repository: 'platform',
        environment: 'qa',
        like: 'production',
      };
      const { refused, revisions } = await portal.preview(request);
      expect(refused).toBeUndefined();
      const statuses = async (decisions: Parameters<typeof policyOf>[0]) => {
        Object.assign(policy, policyOf(decisions));
        return [
          await portal.post('/proposals/preview', request),
          await portal.post('/proposals', { request, revisions }),
        ].map(({ status }) => status);
      };
      const places = ['qa', 'staging'];
      expect(
        await statuses({ read: inEnvironment('read', ...places) }),
      ).toEqual([404, 404]);
      expect(
        await statuses({ manifests: inEnvironment('manifests', ...places) }),
      ).toEqual([403, 403]);
      expect(portal.forge.requests).toEqual([]);
    });

    it('asks for an environment that starts without services as well', async () => {
      const portal = await start({
        policy: policyOf({ create: inEnvironment('create', 'staging') }),
      });
      const { status } = await portal.post('/proposals/preview', {
        kind: 'addEnvironment',
        repository: 'platform',
        environment: 'qa',
        like: 'empty',
      });
      expect(status).toBe(403);
    });

    it('brings no value of manifests that may not be seen', async () => {
      const policy: TestPolicy = { decision: allow };
      const portal = await start({ policy });
      for (const environment of ['staging', 'production']) {
        portal.remote.write(
          `cart/${environment}/kustomization.yaml`,
          [
            'resources: [deployment.yaml]',
            'images:',
            '  - name: registry.acme.example/cart',
            '    newTag: v4',
            'configMapGenerator:',
            '  - name: cart',
            `    literals: [LIMIT=${environment === 'staging' ? 7 : 5}]`,
            '',
          ].join('\n'),
        );
      }
      portal.remote.commit('Limit it');
      await portal.read('platform');
      const plain = await portal.promote();
      const { values } = await portal.preview(plain);
      expect(values).toMatchObject([{ from: '5', to: '7' }]);
      const request = {
        ...plain,
        values: values.map(({ id: value }) => value),
      };
      const { revisions } = await portal.preview(request);
      Object.assign(
        policy,
        policyOf({ manifests: inEnvironment('manifests', 'production') }),
      );
      for (const { status, body } of [
        await portal.post('/proposals/preview', request),
        await portal.post('/proposals', { request, revisions }),
      ]) {
        expect([status, body.error.name]).toEqual([403, 'NotAllowedError']);
      }
      expect(portal.forge.requests).toEqual([]);
    });

    it('accepts no drift whose values may not be seen', async () => {
      const portal = await start({
        policy: policyOf({ manifests: inEnvironment('manifests', 'staging') }),
      });
      const request: ProposalRequest = {
        kind: 'acceptDrift',
        target: await portal.target('production'),
        resource: { group: 'apps', kind: 'Deployment', name: 'cart' },
        fields: ['spec.replicas'],
      };
      const { status, body } = await portal.post('/proposals/preview', request);
      expect([status, body.error.name]).toEqual([403, 'NotAllowedError']);
    });

    it('is of its own for repositories', async () => {
      const portal = await start({
        policy: {
          decision: allow,
          decisions: { [gitopsRepositoryCreatePermission.name]: deny },
        },
      });
      const { status } = await portal.post('/repositories', {
        ...{ host: 'github.com', owner: 'acme', name: 'shop-config' },
        ...{ layout: 'kustomize', engine: 'builtin' },
        environments: [{ name: 'production' }],
      });
      expect(status).toBe(403);
      expect(portal.forge.created).toEqual([]);
      expect(portal.audits()).toMatchObject([
        { eventId: 'repository-create', status: 'failed' },
      ]);
    });
  },
);

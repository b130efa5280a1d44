import { composeEngineWorld } from './composeEngineWorld';

const world = composeEngineWorld(
  'http://localhost:7010',
  new Date('2026-11-20T00:00:00Z'),
);

const file = (repository: string, path: string) =>
  world.get(`quillmoor/${repository}`)?.files.get(path);

describe('composeEngineWorld', () => {
  it('has engines fetch from the forge that serves it', () => {
    for (const { files } of world.values()) {
      const urls = [...files.values()].flatMap(
        text => text.match(/https?:.*\.git$/gm) ?? [],
      );
      expect(urls.length).toBeGreaterThan(0);
      for (const url of urls) {
        expect(url).toMatch(/^http:\/\/localhost:7010\/quillmoor\//);
      }
    }
  });

  it('leaves something to promote, by pull requests that were approved', () => {
    expect(
      file('platform-config', 'apps/payments/staging/kustomization.yaml'),
    ).toContain('newTag: 2.6.0');
    expect(
      file('platform-config', 'apps/payments/production/kustomization.yaml'),
    ).toContain('newTag: 2.5.0');
    expect(
      file('shop-deploy', 'services/storefront/values-staging.yaml'),
    ).toContain('tag: v66');
    for (const { pullRequests } of world.values()) {
      for (const { landed, approvers } of pullRequests) {
        expect(landed).toBeDefined();
        expect(approvers).toHaveLength(1);
      }
    }
  });
});

import { RepositoryConfig } from '@backstage-gitops/plugin-gitops-node';
import {
  DeclaredRepository,
  declaredUnit,
} from '../__testUtils__/DeclaredRepository';
import { UnitSources } from './UnitSources';

const config = (
  id: string,
  url: string,
  more: Partial<RepositoryConfig> = {},
): RepositoryConfig => ({ id, url, rules: [], ...more });

function sourcesOf(...configs: RepositoryConfig[]) {
  const sources = new UnitSources(
    new Map(
      configs.map(each => [
        each.id,
        { config: each, repository: new DeclaredRepository() },
      ]),
    ),
  );
  const [{ id: repository }] = configs;
  sources.learn([{ unit: declaredUnit('cart'), repository }]);
  return sources;
}

const cart = declaredUnit('cart');
const url = 'https://git.acme.example/acme/config';

describe('UnitSources', () => {
  it("knows a unit's repository by its URL, however it is written", () => {
    const sources = sourcesOf(config('platform', url));
    const ssh = 'ssh://git@GIT.acme.example/acme/config.git';
    expect(sources.isSourceOf(cart, { url: ssh })).toBe(true);
    expect(sources.isSourceOf(cart, { url: `${url}-two` })).toBe(false);
    expect(sources.isSourceOf(declaredUnit('other'), { url })).toBe(false);
  });

  it('asks for the branch that is read', async () => {
    const at = (sources: UnitSources, branch: string) =>
      sources.isSourceOf(cart, { url, branch });
    const named = sourcesOf(config('platform', url, { branch: 'live' }));
    expect([at(named, 'live'), at(named, 'main')]).toEqual([true, false]);
    const byEnvironment = sourcesOf(
      config('platform', url, {
        branches: { production: 'prod', staging: 'main' },
      }),
    );
    expect([at(byEnvironment, 'prod'), at(byEnvironment, 'main')]).toEqual([
      true,
      false,
    ]);
    const head = sourcesOf(config('platform', url));
    await head.advance('platform', new AbortController().signal);
    expect([at(head, 'main'), at(head, 'other')]).toEqual([true, false]);
  });
});

import fs from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Accounts } from '../forge/accounts/Accounts';
import { parseCodeOwners } from '../forge/pulls/codeOwners';
import { forgeAccounts } from './forgeAccounts';
import { bots, forge, teams } from './organisation';
import { platformServices } from './platformServices';
import { readSeedFiles } from './seedFiles';
import { shopServices } from './shopDeploy';

interface Entity {
  kind: string;
  metadata: { name: string; annotations?: Record<string, string> };
  spec: { memberOf?: string[]; owner?: string };
}

const directory = path.resolve(__dirname, '../../catalog');
const entities = ['people.yaml', 'software.yaml'].flatMap(file =>
  parseAllDocuments(fs.readFileSync(path.join(directory, file), 'utf8')).map(
    (document): Entity => document.toJS(),
  ),
);
const named = (kind: string) =>
  new Map(
    entities
      .filter(entity => entity.kind === kind)
      .map(entity => [entity.metadata.name, entity]),
  );

describe('the catalog of the demo', () => {
  it('has everyone who writes commits, in their team', () => {
    const users = named('User');
    for (const [team, people] of Object.entries(teams)) {
      for (const { user } of people) {
        expect(users.get(user ?? '')?.spec.memberOf).toEqual([team]);
      }
    }
  });

  it('names everyone and every team as the forge does', () => {
    const { people, teams: forgeTeams, organisation } = forgeAccounts();
    const annotationsOf = (kind: string, annotation: string) =>
      [...named(kind).values()].flatMap(
        ({ metadata }) => metadata.annotations?.[annotation] ?? [],
      );
    expect(annotationsOf('User', 'github.com/user-login')).toEqual(
      people.map(({ login }) => login),
    );
    expect(annotationsOf('Group', 'github.com/team-slug')).toEqual(
      forgeTeams.map(({ slug }) => `${organisation.login}/${slug}`),
    );
  });

  it('has owners of code that the forge knows', () => {
    const accounts = new Accounts(forgeAccounts());
    for (const repository of ['platform-config', 'shop-deploy']) {
      const text = readSeedFiles(repository).get('.github/CODEOWNERS') ?? '';
      const owners = parseCodeOwners(text).flatMap(rule => rule.owners);
      expect(owners.length).toBeGreaterThan(0);
      for (const owner of owners) {
        const known = accounts.people.filter(({ login }) =>
          accounts.isMeant(login, owner),
        );
        expect({ owner, people: known.length }).toEqual({ owner, people: 3 });
      }
    }
  });

  it('has a component, of the right team, for each service', () => {
    const components = [...named('Component').values()];
    const imageNames: Record<string, string> = { catalog: 'catalog-api' };
    for (const { service, team } of [...platformServices, ...shopServices]) {
      const tied = components.filter(
        ({ metadata: { name, annotations } }) =>
          annotations?.['gitops/service'] === service ||
          name === (imageNames[service] ?? service),
      );
      expect(tied.map(({ spec }) => spec.owner)).toEqual([team]);
    }
  });

  it('speaks of a company that cannot exist', () => {
    const people = [
      ...Object.values(teams).flat(),
      ...Object.values(bots),
      forge,
    ];
    for (const { email } of people) expect(email).toMatch(/\.example$/);
  });
});

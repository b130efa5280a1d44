import { Team } from '../../accounts/Accounts';
import { notFound } from '../../GithubError';
import {
  presentAccount,
  presentOrganisation,
  presentOrganisationBriefly,
  presentOwnProfile,
  presentProfile,
  presentTeam,
} from '../present/presentAccount';
import { actorOf, Call, ok, Reply, Route, route } from '../Route';

/** Users, the organisation and its teams. */
export const accountRoutes: readonly Route[] = [
  route('GET', '/user', async call =>
    ok(presentOwnProfile(call.site, actorOf(call))),
  ),
  route('GET', '/user/orgs', async call => {
    actorOf(call);
    const { organisation } = call.site.accounts;
    return {
      type: 'list',
      items: organisation
        ? [presentOrganisationBriefly(call.site, organisation)]
        : [],
    };
  }),
  route('GET', '/users/:login', async call => {
    const account = call.site.accounts.find(call.path.login);
    if (!account) throw notFound();
    return ok(presentProfile(call.site, account));
  }),
  route('GET', '/orgs/:org', async call => {
    const organisation = organisationOf(call);
    const { repositories } = call.hosting;
    const own = repositories.filter(
      ({ owner }) => owner === organisation.login,
    );
    return ok(presentOrganisation(call.site, organisation, own.length));
  }),
  route('GET', '/orgs/:org/members', async call => {
    organisationOf(call);
    return members(
      call,
      call.site.accounts.people.map(({ login }) => login),
    );
  }),
  route('GET', '/orgs/:org/teams', async call => {
    organisationOf(call);
    const { teams } = call.site.accounts;
    return {
      type: 'list',
      items: teams.map(team => presentTeam(call.site, team)),
    };
  }),
  route('GET', '/orgs/:org/teams/:slug/members', async call =>
    members(call, teamOf(call).members),
  ),
];

function organisationOf(call: Call) {
  const { accounts } = call.site;
  if (!accounts.organisation || !accounts.isOrganisation(call.path.org)) {
    throw notFound();
  }
  return accounts.organisation;
}

function teamOf(call: Call): Team {
  organisationOf(call);
  const team = call.site.accounts.team(call.path.slug);
  if (!team) throw notFound();
  return team;
}

function members({ site }: Call, logins: readonly string[]): Reply {
  return {
    type: 'list',
    items: logins.map(login =>
      presentAccount(site, site.accounts.account(login)),
    ),
  };
}

import { NotAllowedError } from '@backstage/errors';
import { screen } from '@testing-library/react';
import {
  aChange,
  anArtifact,
  aRepository,
  aTarget,
  pipeline,
} from '../__testUtils__/builders';
import { aLive } from '../__testUtils__/live';
import { NOW, renderForEntity } from '../__testUtils__/renderForEntity';
import { EntityGitopsOverviewCard } from './EntityGitopsOverviewCard';

const answer = {
  services: ['ticket-sales'],
  environments: pipeline,
  targets: [
    aTarget({
      environment: 'staging',
      artifacts: [anArtifact({ version: 'v44' })],
    }),
    aTarget({
      cluster: 'eu-1',
      behind: {
        state: 'behind' as const,
        environment: 'staging',
        count: 3,
        since: '2026-11-15T08:00:00Z',
        changes: [aChange()],
      },
    }),
    aTarget({ cluster: 'us-1' }),
  ],
  repositories: [aRepository()],
};

const card = <EntityGitopsOverviewCard now={NOW} />;

describe('EntityGitopsOverviewCard', () => {
  it('shows what each environment declares and how far it is behind', async () => {
    renderForEntity(card, { api: { entityTargets: async () => answer } });

    const [staging, production] = await screen.findAllByRole('listitem');
    expect(staging).toHaveTextContent('stagingv44');
    expect(production).toHaveTextContent('production2 clusters');
    expect(production).toHaveTextContent('v41');
    expect(production).toHaveTextContent('3 changes wait');
    expect(production).toHaveTextContent('6 d ago');
  });

  it('shows how each environment is, its worst target told', async () => {
    const drift = {
      fields: 2,
      resources: 1,
      missing: 0,
      orphaned: 0,
      indeterminate: 0,
      since: '2026-11-21T06:30:00Z',
    };
    const targets = [
      aTarget({ environment: 'staging', live: aLive() }),
      aTarget({ cluster: 'eu-1', live: aLive() }),
      aTarget({ cluster: 'us-1', live: aLive({ drift }) }),
    ];
    renderForEntity(card, {
      api: { entityTargets: async () => ({ ...answer, targets }) },
    });

    const [staging, production] = await screen.findAllByRole('listitem');
    expect(staging).toHaveTextContent('Fine');
    expect(production).toHaveTextContent('drift 2 · 3 h');
  });

  it('leads to the Deployments tab of the entity', async () => {
    renderForEntity(card, { api: { entityTargets: async () => answer } });

    expect(
      await screen.findByRole('link', { name: /All deployments and history/ }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/ticket-sales/deployments',
    );
  });

  it('counts versions instead of choosing one where clusters differ', async () => {
    const targets = [
      aTarget({ cluster: 'eu-1' }),
      aTarget({
        cluster: 'us-1',
        artifacts: [anArtifact({ version: 'v40' })],
      }),
    ];
    renderForEntity(card, {
      api: { entityTargets: async () => ({ ...answer, targets }) },
    });

    expect(await screen.findByRole('listitem')).toHaveTextContent('2 versions');
  });

  it('stays and says so where nothing is declared', async () => {
    renderForEntity(card, {
      api: { entityTargets: async () => ({ ...answer, targets: [] }) },
    });

    expect(
      await screen.findByText(/No repository declares ticket-sales/),
    ).toBeInTheDocument();
  });

  it('stays and says so where it may not be seen', async () => {
    const entityTargets = async () => {
      throw new NotAllowedError('Unauthorized');
    };
    renderForEntity(card, { api: { entityTargets } });

    expect(await screen.findByText('You may not see this')).toBeInTheDocument();
  });
});

import type { Entity } from '@backstage/catalog-model';
import {
  createExtensionTester,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { coreExtensionData } from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import { gitopsApiRef } from './api/gitopsApiRef';
import plugin from './plugin';
import { aRepository, aTarget, pipeline } from './__testUtils__/builders';
import { ticketSales } from './__testUtils__/renderForEntity';
import { stubGitopsApi } from './__testUtils__/stubGitopsApi';

const api = stubGitopsApi({
  entityTargets: async () => ({
    services: ['ticket-sales'],
    environments: pipeline,
    targets: [aTarget()],
    repositories: [aRepository()],
  }),
  fleet: async () => ({
    items: [],
    total: 0,
    facets: { environments: [], repositories: [], owners: [] },
    repositories: [],
  }),
});

const library: Entity = { ...ticketSales, spec: { type: 'library' } };

describe('the GitOps plugin in the new frontend system', () => {
  it('puts the fleet at /gitops, with a title and an icon for the navigation', () => {
    const page = createExtensionTester(plugin.getExtension('page:gitops'));
    expect(page.get(coreExtensionData.routePath)).toBe('/gitops');
    expect(page.get(coreExtensionData.title)).toBe('GitOps');
    expect(page.get(coreExtensionData.icon)).toBeDefined();
  });

  it('serves the fleet page', async () => {
    renderTestApp({
      extensions: [plugin.getExtension('page:gitops')],
      apis: [[gitopsApiRef, api]],
      initialRouteEntries: ['/gitops'],
    });
    expect(
      await screen.findByText('Nothing is declared yet'),
    ).toBeInTheDocument();
  });

  it('shows the Deployments tab of an entity that is deployed', async () => {
    renderTestApp({
      extensions: [
        createTestEntityPage({ entity: ticketSales }),
        plugin.getExtension('entity-content:gitops'),
      ],
      apis: [[gitopsApiRef, api]],
    });
    expect(await screen.findByTestId('gitops-summary')).toHaveTextContent(
      'Production declares v41.',
    );
  });

  it('shows the overview card of an entity that is deployed', async () => {
    renderTestApp({
      extensions: [
        createTestEntityPage({ entity: ticketSales }),
        plugin.getExtension('entity-card:gitops/overview'),
      ],
      apis: [[gitopsApiRef, api]],
    });
    expect(
      await screen.findByRole('link', { name: 'All deployments and history' }),
    ).toHaveAttribute('href', expect.stringMatching(/\/deployments$/));
  });

  it.each(['entity-card:gitops/overview', 'entity-content:gitops'] as const)(
    'keeps %s away from an entity that nobody deploys',
    id => {
      const shows = createExtensionTester(plugin.getExtension(id)).get(
        EntityCardBlueprint.dataRefs.filterFunction,
      );
      expect(shows?.(ticketSales)).toBe(true);
      expect(shows?.(library)).toBe(false);
    },
  );

  it.each([
    ['repository-picker', 'GitopsRepositoryPicker'],
    ['new-repository-picker', 'GitopsNewRepositoryPicker'],
    ['service-picker', 'GitopsServicePicker'],
    ['environment-picker', 'GitopsEnvironmentPicker'],
    ['version-picker', 'GitopsVersionPicker'],
  ] as const)('gives the scaffolder the field %s', async (id, name) => {
    const load = createExtensionTester(
      plugin.getExtension(`scaffolder-form-field:gitops/${id}`),
    ).get(FormFieldBlueprint.dataRefs.formFieldLoader);
    expect(await load()).toMatchObject({ name });
  });
});

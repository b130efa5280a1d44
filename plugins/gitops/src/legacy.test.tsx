import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  MockPermissionApi,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import {
  ScaffolderFieldExtensions,
  useCustomFieldExtensions,
} from '@backstage/plugin-scaffolder-react';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import {
  EntityGitopsContent,
  EntityGitopsOverviewCard,
  FleetPage,
  GitopsEnvironmentPickerFieldExtension,
  GitopsRepositoryPickerFieldExtension,
  GitopsServicePickerFieldExtension,
  GitopsVersionPickerFieldExtension,
  gitopsApiRef,
  gitopsPlugin,
  isGitopsAvailable,
} from './legacy';
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

const show = (element: JSX.Element) =>
  renderInTestApp(
    <TestApiProvider
      apis={[
        [gitopsApiRef, api],
        [permissionApiRef, new MockPermissionApi()],
      ]}
    >
      <EntityProvider entity={ticketSales}>
        <Routes>
          <Route path="/" element={element} />
        </Routes>
      </EntityProvider>
    </TestApiProvider>,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );

describe('the GitOps plugin in the legacy frontend system', () => {
  it('brings the client of the backend', () => {
    expect([...gitopsPlugin.getApis()].map(factory => factory.api.id)).toEqual([
      gitopsApiRef.id,
    ]);
  });

  it('has the Deployments tab', async () => {
    await show(<EntityGitopsContent />);
    expect(await screen.findByTestId('gitops-summary')).toHaveTextContent(
      'Production declares v41.',
    );
  });

  it('has the overview card', async () => {
    await show(<EntityGitopsOverviewCard />);
    expect(
      await screen.findByText('All deployments and history'),
    ).toBeInTheDocument();
  });

  it('has the fleet page, with a header of its own', async () => {
    await show(<FleetPage />);
    expect(
      await screen.findByText('Nothing is declared yet'),
    ).toBeInTheDocument();
    expect(screen.getByRole('heading', { name: 'GitOps' })).toBeInTheDocument();
  });

  it('tells which entities it has something for', () => {
    expect(isGitopsAvailable(ticketSales)).toBe(true);
  });

  it('has the fields of the scaffolder’s forms', async () => {
    function Names() {
      const fields = useCustomFieldExtensions<{ name: string }>(
        <ScaffolderFieldExtensions>
          <GitopsRepositoryPickerFieldExtension />
          <GitopsServicePickerFieldExtension />
          <GitopsEnvironmentPickerFieldExtension />
          <GitopsVersionPickerFieldExtension />
        </ScaffolderFieldExtensions>,
      );
      return <>{fields.map(({ name }) => name).join()}</>;
    }
    await show(<Names />);
    expect(
      await screen.findByText(
        'GitopsRepositoryPicker,GitopsServicePicker,GitopsEnvironmentPicker,GitopsVersionPicker',
      ),
    ).toBeInTheDocument();
  });
});

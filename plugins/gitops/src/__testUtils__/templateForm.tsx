import type {
  FleetRow,
  GitopsApi,
} from '@backstage-gitops/plugin-gitops-common';
import { ConfigReader } from '@backstage/core-app-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  ScmIntegrationsApi,
  scmAuthApiRef,
  scmIntegrationsApiRef,
} from '@backstage/integration-react';
import {
  SecretsContextProvider,
  useTemplateSecrets,
} from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import type { JsonObject } from '@backstage/types';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { gitopsApiRef } from '../api/gitopsApiRef';
import { GitopsEnvironmentPicker } from '../scaffolder/GitopsEnvironmentPicker';
import { GitopsNewRepositoryPicker } from '../scaffolder/GitopsNewRepositoryPicker';
import { GitopsRepositoryPicker } from '../scaffolder/GitopsRepositoryPicker';
import { GitopsServicePicker } from '../scaffolder/GitopsServicePicker';
import { GitopsVersionPicker } from '../scaffolder/GitopsVersionPicker';
import { validateNewRepository } from '../scaffolder/validateNewRepository';
import { anArtifact, aRepository } from './builders';
import { stubGitopsApi } from './stubGitopsApi';

const extensions = Object.entries({
  GitopsRepositoryPicker,
  GitopsNewRepositoryPicker,
  GitopsServicePicker,
  GitopsEnvironmentPicker,
  GitopsVersionPicker,
}).map(([name, component]) => ({
  name,
  component: component as any,
  validation:
    name === 'GitopsNewRepositoryPicker'
      ? (validateNewRepository as any)
      : undefined,
}));

export const serviceFields = {
  repositoryField: 'repository',
  serviceField: 'service',
};

export const field = (
  title: string,
  name: string,
  options: JsonObject = {},
) => ({
  type: 'string',
  title,
  'ui:field': name,
  'ui:options': options,
});

const promotion: JsonObject = {
  type: 'object',
  required: ['repository', 'service', 'from', 'to'],
  properties: {
    repository: field('Repository', 'GitopsRepositoryPicker'),
    service: field('Service', 'GitopsServicePicker', {
      repositoryField: 'repository',
    }),
    from: field('From', 'GitopsEnvironmentPicker', serviceFields),
    to: field('To', 'GitopsEnvironmentPicker', {
      ...serviceFields,
      otherThanField: 'from',
    }),
  },
};

const target = (
  service: string,
  environment: string,
  version: string,
  repository = 'platform',
): FleetRow => ({
  id: `${repository}:${service}:${environment}`,
  unit: 'u',
  service,
  environment,
  path: '.',
  artifacts: [anArtifact({ version })],
  repository,
  behindState: 'first',
});

export const fleet = [
  target('tickets', 'production', 'v40'),
  target('tickets', 'staging', 'v41'),
  target('tickets', 'development', 'v42'),
  target('seats', 'staging', 'v7'),
  target('gates', 'staging', 'v1', 'legacy'),
];

/** A backend over these targets, with pages of two. */
export function apiOf(rows: readonly FleetRow[]): Partial<GitopsApi> {
  return {
    repositories: async () => ({
      items: [aRepository(), aRepository({ id: 'legacy' })],
    }),
    fleet: async (query = {}) => {
      const found = rows.filter(
        row =>
          (!query.repository || row.repository === query.repository) &&
          (!query.service || row.service === query.service),
      );
      const from = Number(query.cursor ?? 0);
      return {
        items: found.slice(from, from + 2),
        total: found.length,
        nextCursor: from + 2 < found.length ? String(from + 2) : undefined,
        facets: {
          environments: ['development', 'staging', 'production'],
          repositories: [],
          owners: [],
        },
        repositories: [],
      };
    },
  };
}

function Secrets() {
  return (
    <pre data-testid="secrets">
      {JSON.stringify(useTemplateSecrets().secrets)}
    </pre>
  );
}

export function showFields(options: {
  api?: Partial<GitopsApi>;
  schema?: JsonObject;
  initialState?: any;
  scmAuth?: any;
  integrations?: ReturnType<typeof ScmIntegrationsApi.fromConfig>;
}) {
  const onCreate = jest.fn(async () => {});
  renderInTestApp(
    <SecretsContextProvider>
      <Stepper
        manifest={{
          title: 'Promote',
          steps: [{ title: 'What', schema: options.schema ?? promotion }],
        }}
        extensions={extensions}
        initialState={options.initialState}
        onCreate={onCreate}
      />
      <Secrets />
    </SecretsContextProvider>,
    {
      apis: [
        [gitopsApiRef, stubGitopsApi(options.api ?? apiOf(fleet))],
        [
          scmIntegrationsApiRef,
          options.integrations ??
            ScmIntegrationsApi.fromConfig(new ConfigReader({})),
        ],
        [
          scmAuthApiRef,
          options.scmAuth ?? { getCredentials: async () => ({}) },
        ],
      ],
    },
  );
  return { onCreate };
}

export const input = (name: string) => screen.findByRole('textbox', { name });

export async function choices(name: string): Promise<(string | null)[]> {
  await userEvent.click(await input(name));
  const list = await screen.findByRole('listbox');
  return within(list)
    .getAllByRole('option')
    .map(option => option.textContent);
}

export async function choose(name: string, option: RegExp) {
  await waitFor(async () => expect(await input(name)).toBeEnabled());
  await userEvent.click(await input(name));
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

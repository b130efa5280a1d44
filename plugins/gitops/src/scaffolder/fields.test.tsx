import type {
  FleetRow,
  GitopsApi,
  RepositoryStatus,
} from '@backstage-gitops/plugin-gitops-common';
import { ConfigReader } from '@backstage/core-app-api';
import { ResponseError } from '@backstage/errors';
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
import { anArtifact, anEntry, aRepository } from '../__testUtils__/builders';
import { stubGitopsApi } from '../__testUtils__/stubGitopsApi';
import { GitopsEnvironmentPicker } from './GitopsEnvironmentPicker';
import { GitopsNewRepositoryPicker } from './GitopsNewRepositoryPicker';
import { validateNewRepository } from './validateNewRepository';
import { GitopsRepositoryPicker } from './GitopsRepositoryPicker';
import { GitopsServicePicker } from './GitopsServicePicker';
import { GitopsVersionPicker } from './GitopsVersionPicker';

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

const of = { repositoryField: 'repository', serviceField: 'service' };

const field = (title: string, name: string, options: JsonObject = {}) => ({
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
    from: field('From', 'GitopsEnvironmentPicker', of),
    to: field('To', 'GitopsEnvironmentPicker', {
      ...of,
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

const fleet = [
  target('tickets', 'production', 'v40'),
  target('tickets', 'staging', 'v41'),
  target('tickets', 'development', 'v42'),
  target('seats', 'staging', 'v7'),
  target('gates', 'staging', 'v1', 'legacy'),
];

/** A backend over these targets, with pages of two. */
function apiOf(rows: readonly FleetRow[]): Partial<GitopsApi> {
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

function show(options: {
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

const input = (name: string) => screen.findByRole('textbox', { name });

async function choices(name: string): Promise<(string | null)[]> {
  await userEvent.click(await input(name));
  const list = await screen.findByRole('listbox');
  return within(list)
    .getAllByRole('option')
    .map(option => option.textContent);
}

async function choose(name: string, option: RegExp) {
  await waitFor(async () => expect(await input(name)).toBeEnabled());
  await userEvent.click(await input(name));
  await userEvent.click(await screen.findByRole('option', { name: option }));
}

describe('the fields of templates', () => {
  it('are filled in one after the other, and give what was chosen', async () => {
    const { onCreate } = show({});
    await choose('Repository', /^platform/);
    await choose('Service', /^tickets/);
    await choose('From', /^staging/);
    await choose('To', /^production/);
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith({
      repository: 'platform',
      service: 'tickets',
      from: 'staging',
      to: 'production',
    });
  });

  it('are filled in by the keyboard alone', async () => {
    show({});
    (await input('Repository')).focus();
    await screen.findByText('Where it is declared');
    await userEvent.keyboard('plat');
    await screen.findByRole('option', { name: /^platform/ });
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(await input('Repository')).toHaveValue('platform');
  });

  it('wait for the field that they depend on', async () => {
    show({});
    expect(
      await screen.findAllByText('Choose a config repository first.'),
    ).toHaveLength(3);
    expect(await input('Service')).toBeDisabled();
  });

  it('offer the services of the repository, with where they are', async () => {
    show({ initialState: { repository: 'platform' } });
    await waitFor(async () => expect(await input('Service')).toBeEnabled());
    expect(await choices('Service')).toEqual([
      'seatsin staging',
      'ticketsin development, staging, production',
    ]);
  });

  it('offer environments in promotion order with what they declare, and not the one promoted from', async () => {
    show({
      initialState: {
        repository: 'platform',
        service: 'tickets',
        from: 'staging',
      },
    });
    await waitFor(async () => expect(await input('To')).toBeEnabled());
    expect(await choices('To')).toEqual([
      'developmentdeclares v42',
      'productiondeclares v40',
    ]);
  });

  it('make the only choice there is', async () => {
    show({ initialState: { repository: 'legacy' } });
    await waitFor(async () =>
      expect(await input('Service')).toHaveValue('gates'),
    );
    await waitFor(async () =>
      expect(await input('From')).toHaveValue('staging'),
    );
  });

  it('give up what was chosen for something else', async () => {
    show({
      initialState: {
        repository: 'platform',
        service: 'tickets',
        from: 'development',
        to: 'production',
      },
    });
    await waitFor(async () =>
      expect(await input('Service')).toHaveValue('tickets'),
    );
    await choose('Repository', /^legacy/);
    await waitFor(async () =>
      expect(await input('Service')).toHaveValue('gates'),
    );
    await waitFor(async () =>
      expect(await input('From')).toHaveValue('staging'),
    );
    expect(await input('To')).toHaveValue('');
  });

  it('leave empty what the person took away', async () => {
    show({ initialState: { repository: 'legacy' } });
    await waitFor(async () =>
      expect(await input('Service')).toHaveValue('gates'),
    );
    await userEvent.clear(await input('Service'));
    await userEvent.tab();
    expect(await input('Service')).toHaveValue('');
  });

  it('keep what a link names, and say where it is not known', async () => {
    show({ initialState: { repository: 'platform', service: 'ghosts' } });
    expect(
      await screen.findByText('ghosts is none of those that you may see.'),
    ).toBeInTheDocument();
    expect(await input('Service')).toHaveValue('ghosts');
  });
});

/** As a browser does it: what React does of itself is left to its own time. */
function type(element: HTMLElement, text: string) {
  const value = Object.getOwnPropertyDescriptor(
    HTMLInputElement.prototype,
    'value',
  );
  value?.set?.call(element, text);
  element.dispatchEvent(new Event('input', { bubbles: true }));
}

describe('GitopsNewRepositoryPicker', () => {
  const schema: JsonObject = {
    type: 'object',
    required: ['repoUrl'],
    properties: { repoUrl: field('Repository', 'GitopsNewRepositoryPicker') },
  };
  const integrations = ScmIntegrationsApi.fromConfig(
    new ConfigReader({
      integrations: { gitea: [{ host: 'git.larkspur.example' }] },
    }),
  );

  it('offers the portal’s hosts and owners, the likeliest first', async () => {
    const { onCreate } = show({ schema, integrations });
    const host = await screen.findByRole('combobox', { name: 'Host' });
    await waitFor(() => expect(host).toHaveValue('git.larkspur.example'));
    await userEvent.click(await input('Owner'));
    await userEvent.keyboard('lark{ArrowDown}{Enter}');
    await userEvent.type(await input('Name'), 'new-config');
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith({
      repoUrl: 'git.larkspur.example?owner=larkspur&repo=new-config',
    });
  });

  it('keeps what is typed while the hosts are still asked for', async () => {
    let answer: (body: { items: RepositoryStatus[] }) => void = () => {};
    const { onCreate } = show({
      schema,
      integrations,
      api: {
        repositories: () =>
          new Promise(resolve => {
            answer = resolve;
          }),
      },
    });
    const [owner, name] = [await input('Owner'), await input('Name')];
    const host = screen.getByRole('combobox', { name: 'Host' });
    answer({ items: [aRepository()] });
    // In the very moment in which the host is chosen, as on a busy machine.
    await waitFor(() => {
      within(host).getByRole('option', { name: 'git.larkspur.example' });
      type(owner, 'larkspur');
      type(name, 'new-config');
    });
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith({
      repoUrl: 'git.larkspur.example?owner=larkspur&repo=new-config',
    });
  });

  it('does not go on before it is whole', async () => {
    const { onCreate } = show({ schema, integrations });
    await userEvent.type(await input('Name'), '../x');
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    expect(
      await screen.findAllByText(/organisation, a user or a group/),
    ).not.toHaveLength(0);
    expect(screen.getAllByText(/letters, digits, dashes/)).not.toHaveLength(0);
    expect(onCreate).not.toHaveBeenCalled();
  });
});

describe('a field whose choices can’t be had', () => {
  const repositoryOnly: JsonObject = {
    type: 'object',
    properties: { repository: field('Repository', 'GitopsRepositoryPicker') },
  };

  it('says why, and asks again', async () => {
    const repositories = jest
      .fn<ReturnType<GitopsApi['repositories']>, []>()
      .mockRejectedValueOnce(new Error('The backend is away'))
      .mockResolvedValue({ items: [aRepository()] });
    show({ schema: repositoryOnly, api: { repositories } });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'What is known could not be read: The backend is away',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    expect(repositories).toHaveBeenCalledTimes(2);
  });

  it('says that the person may not', async () => {
    const denied = await ResponseError.fromResponse(
      Object.assign(new Response('{}', { status: 403 }), {}) as any,
    );
    show({
      schema: repositoryOnly,
      api: { repositories: () => Promise.reject(denied) },
    });
    expect(
      await screen.findByText('You may not see what is declared here'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });

  it('says that there is none', async () => {
    show({
      schema: repositoryOnly,
      api: { repositories: async () => ({ items: [] }) },
    });
    expect(
      await screen.findByText('The portal reads no config repository yet.'),
    ).toBeInTheDocument();
  });
});

describe('GitopsVersionPicker', () => {
  const schema: JsonObject = {
    type: 'object',
    properties: {
      repository: field('Repository', 'GitopsRepositoryPicker'),
      service: field('Service', 'GitopsServicePicker', {
        repositoryField: 'repository',
      }),
      environment: field('Environment', 'GitopsEnvironmentPicker', of),
      version: field('Version', 'GitopsVersionPicker', {
        ...of,
        environmentField: 'environment',
      }),
    },
  };
  const initialState = {
    repository: 'platform',
    service: 'tickets',
    environment: 'production',
  };
  const [artifact] = anEntry().artifacts;
  const api = {
    ...apiOf(fleet),
    targetHistory: async (id: string) => ({
      items:
        id === 'platform:tickets:production'
          ? [
              anEntry({ artifacts: [{ ...artifact, to: 'v40' }] }),
              anEntry({
                author: 'Ama Owusu',
                effectiveAt: '2026-11-01T00:00:00Z',
                artifacts: [{ ...artifact, to: 'v39' }],
              }),
            ]
          : [],
    }),
  };

  it('offers what was declared there, with when and by whom', async () => {
    show({ schema, api, initialState });
    await waitFor(async () => expect(await choices('Version')).toHaveLength(2));
    const [now, before] = screen.getAllByRole('option');
    expect(now).toHaveTextContent(
      /^v40declared now · .* by Noor Haddad · Promote/,
    );
    expect(before).toHaveTextContent(/^v39\d+ .* ago by Ama Owusu/);
  });

  it('takes a commit that is typed', async () => {
    const { onCreate } = show({ schema, api, initialState });
    await userEvent.type(await input('Version'), '4b14615d');
    await userEvent.tab();
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith(
      expect.objectContaining({ version: '4b14615d' }),
    );
  });
});

describe('several environments', () => {
  it('are given in promotion order, however they were chosen', async () => {
    const { onCreate } = show({
      schema: {
        type: 'object',
        properties: {
          environments: {
            type: 'array',
            items: { type: 'string' },
            title: 'Environments',
            'ui:field': 'GitopsEnvironmentPicker',
            'ui:options': { multiple: true },
          },
        },
      },
    });
    await choose('Environments', /^production/);
    await choose('Environments', /^development/);
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Create' }),
    );
    expect(onCreate).toHaveBeenCalledWith({
      environments: ['development', 'production'],
    });
  });
});

describe('a template that writes in the person’s own name', () => {
  const inOwnName: JsonObject = {
    type: 'object',
    properties: {
      repository: field('Repository', 'GitopsRepositoryPicker', {
        requestUserCredentials: { secretsKey: 'USER_OAUTH_TOKEN' },
      }),
    },
  };

  it('asks them to sign in to the forge of the repository they chose', async () => {
    const getCredentials = jest.fn(async () => ({ token: 'gho_x' }));
    show({
      schema: inOwnName,
      scmAuth: { getCredentials },
    });
    await screen.findByText('Where it is declared');
    expect(getCredentials).not.toHaveBeenCalled();
    await choose('Repository', /^platform/);
    await waitFor(() =>
      expect(getCredentials).toHaveBeenCalledWith({
        url: 'https://git.larkspur.example/larkspur/platform.git',
        additionalScope: { repoWrite: true, customScopes: undefined },
      }),
    );
    await waitFor(() =>
      expect(screen.getByTestId('secrets')).toHaveTextContent(
        '{"USER_OAUTH_TOKEN":"gho_x"}',
      ),
    );
  });

  it('goes on without, where they don’t want to', async () => {
    const getCredentials = jest.fn(async () => {
      throw new Error('Login failed, popup was closed');
    });
    show({ schema: inOwnName, scmAuth: { getCredentials } });
    await choose('Repository', /^platform/);
    await waitFor(() => expect(getCredentials).toHaveBeenCalled());
    expect(await input('Repository')).toHaveValue('platform');
    expect(screen.getByTestId('secrets')).toHaveTextContent('{}');
  });
});

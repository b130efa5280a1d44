import type { JsonObject } from '@backstage/types';
import { screen, waitFor } from '@testing-library/react';
import {
  choose,
  field,
  input,
  showFields,
} from '../__testUtils__/templateForm';

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
    showFields({
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
    showFields({ schema: inOwnName, scmAuth: { getCredentials } });
    await choose('Repository', /^platform/);
    await waitFor(() => expect(getCredentials).toHaveBeenCalled());
    expect(await input('Repository')).toHaveValue('platform');
    expect(screen.getByTestId('secrets')).toHaveTextContent('{}');
  });
});

import type { GitopsApi } from '@backstage-gitops/plugin-gitops-common';
import { ResponseError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aRepository } from '../__testUtils__/builders';
import { field, showFields } from '../__testUtils__/templateForm';

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
    showFields({ schema: repositoryOnly, api: { repositories } });
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
    showFields({
      schema: repositoryOnly,
      api: { repositories: () => Promise.reject(denied) },
    });
    expect(
      await screen.findByText('You may not see what is declared here'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });

  it('says that there is none', async () => {
    showFields({
      schema: repositoryOnly,
      api: { repositories: async () => ({ items: [] }) },
    });
    expect(
      await screen.findByText('The portal reads no config repository yet.'),
    ).toBeInTheDocument();
  });
});

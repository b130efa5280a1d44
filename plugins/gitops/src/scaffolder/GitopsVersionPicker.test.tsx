import type { JsonObject } from '@backstage/types';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { anEntry } from '../__testUtils__/builders';
import {
  apiOf,
  choices,
  field,
  fleet,
  input,
  serviceFields,
  showFields,
} from '../__testUtils__/templateForm';

describe('GitopsVersionPicker', () => {
  const schema: JsonObject = {
    type: 'object',
    properties: {
      repository: field('Repository', 'GitopsRepositoryPicker'),
      service: field('Service', 'GitopsServicePicker', {
        repositoryField: 'repository',
      }),
      environment: field(
        'Environment',
        'GitopsEnvironmentPicker',
        serviceFields,
      ),
      version: field('Version', 'GitopsVersionPicker', {
        ...serviceFields,
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
    showFields({ schema, api, initialState });
    await waitFor(async () => expect(await choices('Version')).toHaveLength(2));
    const [now, before] = screen.getAllByRole('option');
    expect(now).toHaveTextContent(
      /^v40declared now · .* by Noor Haddad · Promote/,
    );
    expect(before).toHaveTextContent(/^v39\d+ .* ago by Ama Owusu/);
  });

  it('takes a commit that is typed', async () => {
    const { onCreate } = showFields({ schema, api, initialState });
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

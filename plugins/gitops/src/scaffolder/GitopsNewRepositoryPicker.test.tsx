import type { RepositoryStatus } from '@backstage-gitops/plugin-gitops-common';
import { ConfigReader } from '@backstage/core-app-api';
import { ScmIntegrationsApi } from '@backstage/integration-react';
import type { JsonObject } from '@backstage/types';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aRepository } from '../__testUtils__/builders';
import { field, input, showFields } from '../__testUtils__/templateForm';

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
    const { onCreate } = showFields({ schema, integrations });
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
    const { onCreate } = showFields({
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
    const { onCreate } = showFields({ schema, integrations });
    await userEvent.type(await input('Name'), '../x');
    await userEvent.click(screen.getByRole('button', { name: 'Review' }));
    expect(
      await screen.findAllByText(/organisation, a user or a group/),
    ).not.toHaveLength(0);
    expect(screen.getAllByText(/letters, digits, dashes/)).not.toHaveLength(0);
    expect(onCreate).not.toHaveBeenCalled();
  });
});

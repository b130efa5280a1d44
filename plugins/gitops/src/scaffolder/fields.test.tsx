import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  choices,
  choose,
  input,
  showFields,
} from '../__testUtils__/templateForm';

describe('the fields of templates', () => {
  it('are filled in one after the other, and give what was chosen', async () => {
    const { onCreate } = showFields({});
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
    showFields({});
    (await input('Repository')).focus();
    await screen.findByText('Where it is declared');
    await userEvent.keyboard('plat');
    await screen.findByRole('option', { name: /^platform/ });
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(await input('Repository')).toHaveValue('platform');
  });

  it('wait for the field that they depend on', async () => {
    showFields({});
    expect(
      await screen.findAllByText('Choose a config repository first.'),
    ).toHaveLength(3);
    expect(await input('Service')).toBeDisabled();
  });

  it('offer the services of the repository, with where they are', async () => {
    showFields({ initialState: { repository: 'platform' } });
    await waitFor(async () => expect(await input('Service')).toBeEnabled());
    expect(await choices('Service')).toEqual([
      'seatsin staging',
      'ticketsin development, staging, production',
    ]);
  });

  it('offer environments in promotion order with what they declare, and not the one promoted from', async () => {
    showFields({
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
    showFields({ initialState: { repository: 'legacy' } });
    await waitFor(async () =>
      expect(await input('Service')).toHaveValue('gates'),
    );
    await waitFor(async () =>
      expect(await input('From')).toHaveValue('staging'),
    );
  });

  it('give up what was chosen for something else', async () => {
    showFields({
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
    showFields({ initialState: { repository: 'legacy' } });
    await waitFor(async () =>
      expect(await input('Service')).toHaveValue('gates'),
    );
    await userEvent.clear(await input('Service'));
    await userEvent.tab();
    expect(await input('Service')).toHaveValue('');
  });

  it('keep what a link names, and say where it is not known', async () => {
    showFields({ initialState: { repository: 'platform', service: 'ghosts' } });
    expect(
      await screen.findByText('ghosts is none of those that you may see.'),
    ).toBeInTheDocument();
    expect(await input('Service')).toHaveValue('ghosts');
  });
});

describe('several environments', () => {
  it('are given in promotion order, however they were chosen', async () => {
    const { onCreate } = showFields({
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

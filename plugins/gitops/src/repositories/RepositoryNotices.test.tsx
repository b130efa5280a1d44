import { screen } from '@testing-library/react';
import { aRepository } from '../__testUtils__/builders';
import { NOW, renderForEntity } from '../__testUtils__/renderForEntity';
import { repositoryHealth } from './repositoryHealth';
import { RepositoryNotices } from './RepositoryNotices';

const never = { lastSuccessAt: undefined };
const reading = aRepository({ ...never, id: 'tickets', state: 'pending' });
const refused = aRepository({
  ...{ ...never, id: 'freight', state: 'failed' as const },
  error: 'Authentication failed',
});

function show(...repositories: Parameters<typeof repositoryHealth>[0]) {
  const health = repositoryHealth(repositories, NOW);
  renderForEntity(<RepositoryNotices health={health} />, { api: {} });
}

describe('RepositoryNotices', () => {
  it('tells a first reading from one that failed', async () => {
    show(reading);
    expect(
      await screen.findByText('A repository is being read for the first time'),
    ).toBeInTheDocument();
    expect(screen.getByText('tickets')).toBeInTheDocument();
    expect(screen.queryByText(/could not be read/)).not.toBeInTheDocument();
  });

  it('names what failed beside what is being read', async () => {
    show(reading, refused);
    expect(
      await screen.findByText('A repository could not be read'),
    ).toBeInTheDocument();
    expect(screen.getByText(/Authentication failed/)).toBeInTheDocument();
    expect(
      screen.getByText('A repository is being read for the first time'),
    ).toBeInTheDocument();
  });
});

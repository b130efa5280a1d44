import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  EngineStatus,
  UndeclaredObject,
} from '@backstage-gitops/plugin-gitops-common';
import { NOW, renderForEntity } from '../__testUtils__/renderForEntity';
import { NowProvider } from '../time/now';
import { EnginesList } from './EnginesList';
import { useEngines } from './useEngines';

const engine = (parts: Partial<EngineStatus> = {}): EngineStatus => ({
  kind: 'argocd',
  name: 'mainland',
  state: 'ready',
  lastSuccessAt: '2026-11-21T09:28:00.000Z',
  units: 212,
  ...parts,
});

const preview = (parts: Partial<UndeclaredObject> = {}): UndeclaredObject => ({
  object: {
    group: 'argoproj.io',
    kind: 'Application',
    namespace: 'argocd',
    name: 'load-test',
  },
  sources: [{ url: 'https://git.larkspur.example/tests.git', path: 'load' }],
  ...parts,
});

function Engines() {
  return <EnginesList query={useEngines()} />;
}

function show(items: EngineStatus[] | Error) {
  renderForEntity(
    <NowProvider now={NOW}>
      <Engines />
    </NowProvider>,
    {
      api: {
        engines: async () => {
          if (items instanceof Error) throw items;
          return { items };
        },
      },
    },
  );
}

describe('EnginesList', () => {
  it('says of each engine whether it can be read, and what it applies', async () => {
    show([
      engine({ kind: 'flux', name: 'eu-1', units: 1 }),
      engine({ link: 'https://argocd.larkspur.example' }),
    ]);
    const [first, second] = await screen.findAllByRole('listitem');
    expect(first).toHaveTextContent(/Argo CD · mainland.*Read.*read 2 min ago/);
    expect(first).toHaveTextContent('applies 212 units');
    expect(
      within(first).getByRole('link', { name: /opens in a new tab/ }),
    ).toHaveAttribute('href', 'https://argocd.larkspur.example');
    expect(second).toHaveTextContent(/Flux · eu-1.*applies 1 unit/);
  });

  it('says why one is away, and that what it said before stands', async () => {
    show([
      engine({
        state: 'failed',
        reason: 'certificate has expired',
        since: '2026-11-21T08:30:00.000Z',
      }),
    ]);
    const item = await screen.findByRole('listitem');
    expect(item).toHaveTextContent(/Away.*certificate has expired.*away since/);
    expect(item).toHaveTextContent('What it said before stands');
  });

  it('folds what no repository declares, and says what to do about it', async () => {
    show([
      engine({
        undeclaredTotal: 137,
        undeclared: [
          preview({ link: 'https://argocd.larkspur.example/load-test' }),
          // eslint-disable-next-line no-script-url
          preview({ ...preview(), link: 'javascript:alert(1)', sources: [] }),
        ].map((one, index) => ({
          ...one,
          object: { ...one.object, name: `load-test-${index}` },
        })),
      }),
    ]);
    const fold = await screen.findByRole('button', {
      name: '137 objects that no repository declares',
    });
    expect(screen.queryByText(/Declare them/)).not.toBeInTheDocument();
    await userEvent.click(fold);

    expect(screen.getByText(/Declare them in a repository/)).toBeVisible();
    expect(
      screen.getByText('https://git.larkspur.example/tests.git · load'),
    ).toBeVisible();
    expect(screen.getByText('The first 2 of 137.')).toBeVisible();
    expect(screen.getAllByRole('link')).toHaveLength(1);
    expect(screen.getByText('It tells no source.')).toBeVisible();
  });

  it('teaches how to name one where none is read', async () => {
    show([]);
    expect(
      await screen.findByText('Neither Argo CD nor Flux is read'),
    ).toBeInTheDocument();
    expect(screen.getByText(/instances/)).toBeInTheDocument();
  });

  it('is not empty where asking failed', async () => {
    show(new Error('down'));
    expect(await screen.findByRole('alert')).toHaveTextContent('down');
    expect(
      screen.queryByText('Neither Argo CD nor Flux is read'),
    ).not.toBeInTheDocument();
  });
});

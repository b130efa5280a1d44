import { NotAllowedError } from '@backstage/errors';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type {
  GitopsApi,
  TargetDriftResponse,
} from '@backstage-gitops/plugin-gitops-common';
import {
  aChange,
  aRepository,
  aTarget,
  pipeline,
} from '../__testUtils__/builders';
import {
  aDifference,
  aDriftAnswer,
  aLive,
  aResourceDrift,
} from '../__testUtils__/live';
import { NOW, renderForEntity } from '../__testUtils__/renderForEntity';
import { EntityGitopsContent } from '../deployments/EntityGitopsContent';

const file = 'apps/ticket-sales/base/deployment.yaml';
const link = `https://git.larkspur.example/src/6aa2976855/${file}`;
const stale = {
  since: '2026-11-21T07:00:00Z',
  reason: 'the cluster did not answer within 10 s',
};

const flags = aResourceDrift({
  group: '',
  kind: 'ConfigMap',
  name: 'ticket-sales-flags',
  differences: [
    aDifference({
      field: 'data.checkout_v2',
      declared: 'false',
      live: 'true',
      lastWrite: {
        manager: 'kubectl-edit',
        operation: 'Update',
        time: '2026-11-19T09:00:00Z',
      },
    }),
    aDifference({
      field: 'data.region',
      class: 'unmanaged',
      declared: undefined,
      live: 'eu',
    }),
  ],
  ignored: [{ rule: 'HPA owns replicas', fields: ['spec.replicas'] }],
});

interface World {
  readonly drift?: TargetDriftResponse;
  readonly api?: Partial<GitopsApi>;
  readonly address?: string;
  readonly allowed?: boolean;
  readonly live?: ReturnType<typeof aLive>;
}

function show(world: World = {}) {
  const { drift = aDriftAnswer(), live = aLive(), allowed } = world;
  const target = aTarget({
    id: 't1',
    cluster: 'eu-1',
    live,
    lastChange: aChange({
      artifacts: [{ ...aChange().artifacts[0], file, line: 9 }],
    }),
  });
  return renderForEntity(<EntityGitopsContent now={NOW} />, {
    address: world.address ?? '/?target=t1&view=drift',
    allowed,
    api: {
      entityTargets: async () => ({
        services: ['ticket-sales'],
        environments: pipeline,
        targets: [target],
        repositories: [aRepository()],
      }),
      targetDrift: async () => drift,
      ...world.api,
    },
  });
}

const headline = () => screen.findByTestId('gitops-drift-headline');
const table = (name: string) => screen.findByRole('table', { name });

describe('DriftView', () => {
  it('is where a link says, with how much drifted', async () => {
    show({ drift: aDriftAnswer({ resources: [aResourceDrift(), flags] }) });

    expect(await headline()).toHaveTextContent('2 of 14 resources drifted');
    expect(
      screen.getByRole('tab', { name: /Drift/, selected: true }),
    ).toBeInTheDocument();
  });

  it('tells of each field what Git declares, what is live, who and since when', async () => {
    show({
      drift: aDriftAnswer({
        resources: [aResourceDrift(), flags],
        links: { [file]: link },
      }),
    });

    const deployment = await table('Fields of Deployment ticket-sales');
    const [, row] = within(deployment).getAllByRole('row');
    expect(row).toHaveTextContent(/spec\.replicas.*3.*5.*kubectl-scale.*3 h/);
    expect(
      within(row).getByRole('link', { name: /^deployment\.yaml:9/ }),
    ).toHaveAttribute('href', `${link}#L9`);
    expect(
      within(row).getByRole('link', { name: /^Pull request #201/ }),
    ).toBeInTheDocument();
    expect(row).toHaveTextContent('Noor Haddad');

    const map = await table('Fields of ConfigMap ticket-sales-flags');
    expect(map).toHaveTextContent('"false"');
    expect(map).toHaveTextContent('"true"');
    expect(map).not.toHaveTextContent('data.region');
  });

  it('keeps apart and folded what does not count', async () => {
    show({ drift: aDriftAnswer({ resources: [flags] }) });

    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Not declared by Git, written by others (1, not counted)',
      }),
    );
    expect(screen.getByText('data.region')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', {
        name: 'Ignored by rule “HPA owns replicas” (1)',
      }),
    );
    expect(screen.getByText('spec.replicas')).toBeInTheDocument();
  });

  it('has a group for what is missing, left over and not comparable', async () => {
    const of = (status: 'missing' | 'orphaned' | 'indeterminate') =>
      aResourceDrift({
        name: `the-${status}`,
        status,
        differences: [],
        reason: status === 'indeterminate' ? 'a value is random' : undefined,
      });
    show({
      drift: aDriftAnswer({
        resources: [of('missing'), of('orphaned'), of('indeterminate')],
      }),
    });

    const group = async (name: RegExp) => screen.findByRole('region', { name });
    expect(await group(/not on the cluster/)).toHaveTextContent('the-missing');
    expect(await group(/Orphaned/)).toHaveTextContent('the-orphaned');
    expect(await group(/Not comparable/)).toHaveTextContent(
      'a value is random',
    );
    expect(await headline()).toHaveTextContent('2 of 14 resources drifted');
  });

  it('calls fine only what was compared whole', async () => {
    show();
    expect(await headline()).toHaveTextContent(
      'All 14 resources are as Git declares them',
    );
  });

  it('does not call fine what cannot be compared', async () => {
    const odd = aResourceDrift({ status: 'indeterminate', differences: [] });
    show({ drift: aDriftAnswer({ resources: [odd] }) });
    expect(await headline()).toHaveTextContent(
      'No drift found, but 1 of 14 resources cannot be compared',
    );
  });

  it('says as of when it is told while the cluster is away', async () => {
    const live = aLive({ stale, observedAt: '2026-11-21T07:00:00Z' });
    show({ drift: aDriftAnswer({ live, resources: [aResourceDrift()] }) });

    expect(
      await screen.findByText('Shown as last seen 2 h ago'),
    ).toBeInTheDocument();
    expect(screen.getByText(/did not answer within 10 s/)).toBeInTheDocument();
    expect(screen.getByText('spec.replicas')).toBeInTheDocument();
    expect(await headline()).toHaveTextContent(
      '1 of 14 resources had drifted when last seen',
    );
  });

  it('says why nothing was ever seen', async () => {
    const live = {
      state: 'unobserved',
      reason: 'no cluster is named',
    } as const;
    show({ drift: aDriftAnswer({ live, total: 0 }) });
    expect(await screen.findByText(/no cluster is named/)).toBeInTheDocument();
    expect(screen.queryByTestId('gitops-drift-headline')).toBeNull();
  });

  it('denies the values alone to who may not read manifests', async () => {
    const targetDrift = async () => {
      throw new NotAllowedError('Unauthorized');
    };
    show({ api: { targetDrift } });

    expect(
      await screen.findByText('You may not see field values'),
    ).toBeInTheDocument();
    expect(screen.getByText(/gitops\.manifest\.read/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole('tab', { name: 'Overview' }));
    expect(await screen.findByText(/3 of 3 pods ready/)).toBeInTheDocument();
  });

  it('clears what was fixed as soon as a signal tells of it', async () => {
    const answers = [
      aDriftAnswer({ resources: [aResourceDrift()] }),
      aDriftAnswer(),
    ];
    const targetDrift = jest.fn(async () => answers.shift() ?? aDriftAnswer());
    const { tell } = show({ api: { targetDrift } });
    await table('Fields of Deployment ticket-sales');

    await tell({ targets: ['another'] });
    expect(targetDrift).toHaveBeenCalledTimes(1);
    await tell({ targets: ['t1'] });

    await waitFor(() =>
      expect(screen.queryByText('spec.replicas')).not.toBeInTheDocument(),
    );
    expect(await headline()).toHaveTextContent(
      'All 14 resources are as Git declares them',
    );
  });

  it('opens the manifests of a resource side by side', async () => {
    const targetManifest = jest.fn(async () => ({
      status: 'drifted' as const,
      declared: 'spec:\n  replicas: 3\n',
      live: 'spec:\n  replicas: 5\n',
    }));
    show({
      api: { targetManifest },
      drift: aDriftAnswer({ resources: [aResourceDrift()] }),
    });

    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Compare the YAML of Deployment ticket-sales',
      }),
    );

    const dialog = await screen.findByRole('dialog', {
      name: 'Deployment ticket-sales',
    });
    await waitFor(() => expect(dialog).toHaveTextContent('Live on eu-1'));
    expect(dialog).toHaveTextContent(/replicas: 3.*replicas: 5/);
    expect(targetManifest).toHaveBeenCalledWith(
      't1',
      {
        group: 'apps',
        kind: 'Deployment',
        namespace: 'sales',
        name: 'ticket-sales',
      },
      expect.anything(),
    );
  });
});

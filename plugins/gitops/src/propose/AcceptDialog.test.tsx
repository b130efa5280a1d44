import type {
  GitopsApi,
  ProposalPlan,
  ProposalRequest,
} from '@backstage-gitops/plugin-gitops-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { eu1, laggingAnswer, laggingApi } from '../__testUtils__/deployments';
import {
  aDifference,
  aDriftAnswer,
  aResourceDrift,
} from '../__testUtils__/live';
import { aPlan, aProposal } from '../__testUtils__/proposals';
import { NOW, renderForEntity } from '../__testUtils__/renderForEntity';
import { EntityGitopsContent } from '../deployments/EntityGitopsContent';

const replicas = aDifference();
const image = aDifference({
  field: 'spec.template.spec.containers[name=app].image',
  declared: 'app:v41',
  live: 'app:v41-hotfix',
});
const unmanaged = aDifference({ field: 'metadata.x', class: 'unmanaged' });
const drift = aDriftAnswer({
  resources: [aResourceDrift({ differences: [replicas, image, unmanaged] })],
});
const [staging, production] = laggingAnswer().targets;

/** Who wants to write replicas must say where. */
function planOf(request: ProposalRequest): ProposalPlan {
  const file = request.kind === 'acceptDrift' ? request.file : undefined;
  return aPlan({
    kind: 'acceptDrift',
    moves: [],
    files: file ? aPlan().files : [],
    places: [
      { file: 'base/deployment.yaml', line: 9, affects: [staging, production] },
      { file: 'overlays/production/patch.yaml', affects: [production] },
    ],
    refused: file ? undefined : 'Two files could hold this.',
    diagnostics: file
      ? []
      : [
          {
            level: 'error',
            code: 'proposal-place-ambiguous',
            message: 'Two files could hold this.',
          },
        ],
  });
}

function show(api: Partial<GitopsApi> = {}) {
  const previewProposal = jest.fn(async (request: ProposalRequest) =>
    planOf(request),
  );
  const openProposal = jest.fn(async () => aProposal({ id: 'p230' }));
  renderForEntity(<EntityGitopsContent now={NOW} />, {
    api: laggingApi({
      targetDrift: async () => drift,
      proposal: async () => aProposal({ id: 'p230' }),
      previewProposal,
      openProposal,
      ...api,
    }),
    address: `/?target=${encodeURIComponent(eu1)}&view=drift`,
  });
  return { previewProposal, openProposal };
}

const begin = async (name: string) => {
  await userEvent.click(await screen.findByRole('button', { name }));
  return screen.findByRole('dialog', {
    name: 'Accept into Git: Deployment ticket-sales',
  });
};
const last = (mock: jest.Mock) => mock.mock.calls.at(-1)?.[0];

describe('Accept into Git', () => {
  it('asks which file where several would do, and whom each moves', async () => {
    const { previewProposal, openProposal } = show();
    const dialog = await begin(
      'Accept spec.replicas of Deployment ticket-sales into Git',
    );
    const base = await within(dialog).findByRole('radio', {
      name: 'base/deployment.yaml',
    });
    expect(dialog).toHaveTextContent(
      'moves 2 targets: ticket-sales on stg-1, ticket-sales on eu-1',
    );
    expect(base).not.toBeChecked();
    const button = within(dialog).getByRole('button', {
      name: 'Open pull request',
    });
    expect(button).toBeDisabled();
    expect(button).toHaveAccessibleDescription('Choose the file first.');
    expect(dialog).not.toHaveTextContent('cannot be opened');
    expect(dialog).not.toHaveTextContent('No file would change');
    await userEvent.click(
      within(dialog).getByRole('radio', {
        name: 'overlays/production/patch.yaml',
      }),
    );
    await waitFor(() => expect(button).toBeEnabled());
    expect(last(previewProposal)).toEqual({
      kind: 'acceptDrift',
      target: eu1,
      resource: {
        group: 'apps',
        kind: 'Deployment',
        namespace: 'sales',
        name: 'ticket-sales',
      },
      fields: ['spec.replicas'],
      file: 'overlays/production/patch.yaml',
      allowOthers: false,
    });
    await userEvent.click(button);
    await screen.findByText('On its way');
    expect(last(openProposal)).toMatchObject({
      request: { file: 'overlays/production/patch.yaml' },
    });
  });

  it('takes all fields of a resource that count, and lets one be left out', async () => {
    const { previewProposal } = show();
    const dialog = await begin(
      'Accept what is live of Deployment ticket-sales into Git',
    );
    await waitFor(() =>
      expect(last(previewProposal)).toMatchObject({
        fields: [replicas.field, image.field],
      }),
    );
    expect(
      within(dialog).getAllByRole('checkbox', { name: /spec\./ }),
    ).toHaveLength(2);
    await userEvent.click(
      within(dialog).getByRole('checkbox', { name: /spec.replicas/ }),
    );
    await waitFor(() =>
      expect(last(previewProposal)).toMatchObject({ fields: [image.field] }),
    );
  });
});

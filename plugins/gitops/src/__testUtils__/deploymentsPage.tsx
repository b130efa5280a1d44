import type {
  EntityTargetsResponse,
  GitopsApi,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { screen } from '@testing-library/react';
import { EntityGitopsContent } from '../deployments/EntityGitopsContent';
import {
  aChange,
  anArtifact,
  aRepository,
  aTarget,
  pipeline,
} from './builders';
import { NOW, renderForEntity } from './renderForEntity';

const waiting = [
  aChange({ commit: 'a'.repeat(40), subject: 'Currency rounding' }),
  aChange({ commit: 'b'.repeat(40), subject: 'Retry on 5xx' }),
];
const behind: TargetState['behind'] = {
  state: 'behind',
  environment: 'staging',
  count: 3,
  since: '2026-11-15T08:00:00Z',
  changes: waiting,
};
export const file = 'apps/ticket-sales/overlays/production/kustomization.yaml';
export const links = {
  [file]: `https://git.larkspur.example/src/6aa2976855/${file}`,
};

const staging = aTarget({
  environment: 'staging',
  cluster: 'stg-1',
  artifacts: [anArtifact({ version: 'v44' })],
});
const production = ['eu-1', 'us-1'].map(cluster =>
  aTarget({ cluster, behind, links }),
);

export function deploymentsAnswer(
  parts: Partial<EntityTargetsResponse> = {},
): EntityTargetsResponse {
  return {
    services: ['ticket-sales'],
    environments: pipeline,
    targets: [staging, ...production],
    repositories: [aRepository()],
    ...parts,
  };
}

export const showDeployments = (api: Partial<GitopsApi>, address?: string) =>
  renderForEntity(<EntityGitopsContent now={NOW} />, { api, address });

export const columnOf = async (name: string) =>
  screen.findByRole('region', { name });

import { NewConfigRepository, ScaffoldedFile } from '../model';
import { yamlText } from '../yamlText';

/**
 * The command line as npm has it, pinned. It is packed from the portal's own
 * repository: `yarn workspace @backstage-gitops/cli pack:npm`.
 */
export const commandLinePackage = '@backstage-gitops/cli@0.1.0';

/** What CI runs, and what a person runs before it. */
export const lintCommand = `npx --yes ${commandLinePackage} lint . --ref HEAD --config gitops.yaml`;

/** The forge's CI: every change is linted before it is merged. */
export function continuousIntegration({
  forge,
  defaultBranch = 'main',
}: NewConfigRepository): readonly ScaffoldedFile[] {
  switch (forge) {
    case 'gitlab':
      return [{ path: '.gitlab-ci.yml', content: gitlab(defaultBranch) }];
    case 'gitea':
      return [
        {
          path: '.gitea/workflows/gitops.yaml',
          content: actions(forge, defaultBranch),
        },
      ];
    case 'github':
      return [
        {
          path: '.github/workflows/gitops.yaml',
          content: actions(forge, defaultBranch),
        },
      ];
    // How another one's is written isn't known; the README tells the command.
    default:
      return [];
  }
}

function actions(forge: 'github' | 'gitea', defaultBranch: string): string {
  return yamlText`# Checks what this repository declares, and judges it by the policies of
# gitops.yaml, before it is merged.
name: gitops

on:
  pull_request:
  push:
    branches:
      - ${defaultBranch}

permissions:
  contents: read

jobs:
  lint:
    runs-on: ${forge === 'github' ? 'ubuntu-24.04' : 'ubuntu-latest'}
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false
      - uses: actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0
        with:
          node-version: 22
      - run: ${lintCommand}
`;
}

function gitlab(defaultBranch: string): string {
  return yamlText`# Checks what this repository declares, and judges it by the policies of
# gitops.yaml, before it is merged.
workflow:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: ${`$CI_COMMIT_BRANCH == "${defaultBranch}"`}

lint:
  image: node:22-bookworm
  timeout: 10 minutes
  script:
    - ${lintCommand}
`;
}

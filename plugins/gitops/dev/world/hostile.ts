import type {
  Behind,
  Environment,
} from '@backstage-gitops/plugin-gitops-common';
import { aChange, anArtifact, anEntry } from '../../src/__testUtils__/builders';
import { daysAgo, hoursAgo, sha } from './clock';
import { place, platform, World } from './services';

const versions = [
  sha(1),
  '2026.11.20-rc.4+build.20261120T140233Z.feature-very-long-branch-name-that-goes-on',
  `sha256:${sha(2)}${sha(4).slice(0, 24)}`,
  '',
  'latest',
  '>=1.2.0 <2.0.0',
  'v1.0.0',
  sha(9),
  '1.2.3',
  'release/2026-11-20',
  'v2',
  'v1',
];

function nameOf(order: number): string {
  return order === 3 ? 'preproduction-with-a-very-long-name' : `ring-${order}`;
}

const environments: Environment[] = versions.map((_, order) => ({
  name: nameOf(order),
  order,
  promotesTo: order < 11 ? [nameOf(order + 1)] : [],
  protected: order > 8,
}));

const change = aChange({
  subject:
    '<img src=x onerror=alert(1)> <b>Bump</b> everything & "quote" it – ' +
    'averyveryveryverylongwordwithoutanybreakatallthatgoesonandonandonandon',
  author: '<script>alert("author")</script>',
  effectiveAt: daysAgo(400),
  pullRequest: { number: 99_999, url: ['javascript', 'alert(1)'].join(':') },
  artifacts: [
    { kind: 'gitRef', name: 'x', from: sha(1), to: sha(2), file: 'f', line: 1 },
  ],
});

function lagOf(index: number): Behind {
  if (index === 0) return { state: 'first' };
  const environment = nameOf(index - 1);
  if (index % 2 === 0) return { state: 'differs', environment };
  return {
    state: 'behind',
    environment,
    count: 1234,
    since: daysAgo(800),
    changes: [change, { ...change, commit: sha(70) }],
  };
}

/** What nobody writes on purpose, and somebody will. */
export const hostile: World = {
  targets: {
    services: ['signal-box'],
    environments,
    targets: environments.map((environment, index) => ({
      ...place(
        'signal-box',
        environment.name,
        index % 3 === 0
          ? 'arn:aws:eks:eu-central-1:123456789012:cluster/c'
          : '',
        '',
        { ...anEntry(), ...change },
        lagOf(index),
      ),
      cluster:
        index % 3 === 0
          ? 'arn:aws:eks:eu-central-1:123456789012:cluster/c'
          : undefined,
      artifacts: [
        anArtifact({
          name: 'registry.larkspur.example/a/very/deep/path/of/an/image/signal-box',
          version: versions[index],
          file: 'a/very/deep/path/that/nobody/would/ever/want/to/read/kustomization.yaml',
          origin: index % 2 === 0 ? 'exact' : 'file',
        }),
      ],
    })),
    repositories: [platform],
  },
  history: [
    anEntry({ ...change, environment: 'ring-1', commit: sha(20) }),
    anEntry({
      ...change,
      environment: 'preproduction-with-a-very-long-name',
      commit: sha(21),
      landedBy: sha(21),
      rollback: true,
      effectiveAt: hoursAgo(50),
      approvers: ['Ines Duarte', 'Tomasz Wilk'],
    }),
    anEntry({
      ...change,
      environment: 'ring-2',
      commit: sha(22),
      landedBy: sha(22),
      effectiveAt: hoursAgo(20),
      artifacts: [],
    }),
  ],
};

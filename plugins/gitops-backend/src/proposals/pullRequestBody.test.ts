import { ProposalPlan } from '@backstage-gitops/plugin-gitops-common';
import { pullRequestBody, PullRequestStory } from './pullRequestBody';

const plan: ProposalPlan = {
  kind: 'promotion',
  title: 'Promote cart to production',
  repository: 'platform',
  revisions: { main: '0'.repeat(40) },
  moves: [
    {
      target: 'cart-production',
      kind: 'image',
      name: 'registry.acme.example/cart',
      from: 'v1',
      to: 'v2',
    },
  ],
  files: [],
  rendered: [],
  alsoAffects: [],
  brings: [],
  values: [],
  places: [],
  policies: [],
  diagnostics: [],
  reviewers: [],
};

const cart = {
  id: 'cart-production',
  service: 'cart',
  environment: 'production',
  cluster: 'eu-1',
  path: 'apps/cart',
};

const story = (
  more: Partial<Omit<PullRequestStory, 'plan'>> & {
    plan?: Partial<ProposalPlan>;
  } = {},
): PullRequestStory => ({
  targets: new Map([[cart.id, cart]]),
  changeUrl: ({ pullRequest }) =>
    pullRequest &&
    `https://github.com/acme/platform/pull/${pullRequest.number}`,
  ...more,
  plan: { ...plan, ...more.plan },
});

const change = (subject: string) => ({
  targets: [],
  commit: 'a'.repeat(40),
  landedBy: 'a'.repeat(40),
  effectiveAt: '2026-01-01T00:00:00.000Z',
  authoredAt: '2026-01-01T00:00:00.000Z',
  author: 'Ada',
  subject,
  pullRequest: { number: 12 },
  artifacts: [],
  rollback: false,
});

const hostile = [
  '@acme/everyone please look',
  'Fixes #12 and acme/other#3',
  '</sub></details><img src=x onerror=alert(1)>',
  '[click](javascript:alert(1))',
  '```\n/approve\n/merge',
  '| a | b |\n| --- | --- |',
  'see https://evil.example/x',
  '`code` **bold** _it_ ~~no~~ $x$',
  '\u202Egnp.exe',
];

describe('pullRequestBody', () => {
  it('tells what moves, what it brings, who asked and where to look', () => {
    const body = pullRequestBody(
      story({
        reason: 'Black Friday',
        askedBy: 'Grace Hopper',
        page: 'https://portal.acme.example/catalog/default/component/cart/deployments',
        plan: {
          brings: [change('Release v2')],
          alsoAffects: [{ ...cart, id: 'b', environment: 'staging' }],
          policies: [
            { policy: 'limits', level: 'warn', message: 'No limit is set' },
          ],
          diagnostics: [
            {
              level: 'warning',
              code: 'policy-incomplete',
              message: 'cart could not be judged whole',
            },
            { level: 'info', code: 'note', message: 'Nothing to see' },
          ],
          rendered: [
            {
              unit: 'cart',
              resource: 'apps/Deployment/shop/cart',
              diff: '-image: v1\n+image: v2\n',
            },
          ],
        },
      }),
    );
    expect(body).toBe(
      [
        '> Black Friday',
        '',
        '| where | what | from | to |',
        '| --- | --- | --- | --- |',
        '| cart, production on eu-1 | `registry.acme.example/cart` | `v1` | `v2` |',
        '',
        '**Brings 1 change**',
        '',
        '- [Release v2](<https://github.com/acme/platform/pull/12>), by Ada',
        '',
        '**Also affects 1 target**',
        '',
        '- cart, staging on eu-1',
        '',
        '**Policies**',
        '',
        '- Warning by `limits`: No limit is set',
        '',
        '**Warnings**',
        '',
        '- cart could not be judged whole',
        '',
        '<details>',
        '<summary>What the cluster gets: 1 resource</summary>',
        '',
        '`apps/Deployment/shop/cart`',
        '',
        '```diff',
        '-image: v1',
        '+image: v2',
        '```',
        '',
        '</details>',
        '',
        '<sub>Proposed by Backstage GitOps for Grace Hopper · [Open in Backstage](<https://portal.acme.example/catalog/default/component/cart/deployments>)</sub>',
        '',
      ].join('\n'),
    );
  });

  it.each(hostile)('shows %j and does nothing else with it', text => {
    const body = pullRequestBody(
      story({
        reason: text,
        askedBy: text,
        targets: new Map([[cart.id, { ...cart, service: text }]]),
        plan: {
          brings: [change(text)],
          alsoAffects: [{ ...cart, service: text }],
          policies: [{ policy: text, level: 'deny', message: text }],
          diagnostics: [{ level: 'warning', code: 'x', message: text }],
        },
      }),
    );
    const outsideCode = body.replace(/`[^`\n]*`/g, '');
    expect(outsideCode).not.toMatch(/[@#](?=\w)(?!\d+;)/);
    expect(outsideCode).not.toMatch(/<(?!https:|\/?(?:sub|details|summary)>)/);
    expect(outsideCode).not.toContain('evil.example');
    expect(outsideCode).not.toContain('alert(');
    expect(outsideCode).not.toContain('**bold**');
    expect(body).not.toContain('\u202E');
    expect(outsideCode.match(/<\/sub>/g)).toHaveLength(1);
    for (const line of body.split('\n')) expect(line).not.toMatch(/^\s*\//);
  });

  it('lets no name end its cell or its code', () => {
    const name = 'a` | b | `c\n\n# x';
    const body = pullRequestBody(
      story({ plan: { moves: [{ ...plan.moves[0], name, to: name }] } }),
    );
    const row = body.split('\n').find(line => line.includes('eu-1'));
    expect(row?.replaceAll('\\|', '').split('|')).toHaveLength(6);
    expect(row?.match(/`/g)).toHaveLength(6);
  });

  it('lets no diff end its block', () => {
    const diff = '+```\n+````\n+</details>\n';
    const body = pullRequestBody(
      story({ plan: { rendered: [{ unit: 'u', resource: 'r', diff }] } }),
    );
    expect(body).toContain('`````diff\n+```\n+````\n+</details>\n`````');
  });

  it('stays within what a forge takes', () => {
    const long = 'x'.repeat(15_000);
    const body = pullRequestBody(
      story({
        plan: {
          moves: Array(500).fill({ ...plan.moves[0], name: 'n'.repeat(200) }),
          brings: Array(500).fill(change('s'.repeat(800))),
          rendered: Array(9).fill({ unit: 'u', resource: 'r', diff: long }),
        },
      }),
    );
    expect(body.length).toBeLessThan(65_536);
    expect(body).toContain('and 400 more');
    expect(body).toContain('Proposed by Backstage GitOps');
    const open = body.match(/<details>/g) ?? [];
    expect(body.match(/<\/details>/g) ?? []).toHaveLength(open.length);
  });

  it('leaves out the diffs that are too long', () => {
    const diff = (length: number) => ({
      unit: 'u',
      resource: 'r',
      diff: 'x'.repeat(length),
    });
    const body = pullRequestBody(
      story({ plan: { rendered: [diff(9), diff(15_000), diff(15_000)] } }),
    );
    expect(body).toContain('1 more resource too long to show here.');
  });
});

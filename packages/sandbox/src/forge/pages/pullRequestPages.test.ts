import { commitTo, propose } from '../__testUtils__/propose';
import { startTestForge, TestForge } from '../__testUtils__/startTestForge';

const config = '/repos/acme/config';
const payments = 'apps/payments/app.yaml';

let test: TestForge;

beforeEach(async () => {
  test = await startTestForge({
    protection: {
      reviews: { count: 1, codeOwners: true, dismissStale: false },
      checks: { strict: false, contexts: ['lint'] },
      enforceAdmins: true,
    },
  });
});

afterEach(() => test.close());

/** A browser with one page open, and its cookies. */
async function open(path: string) {
  const response = await fetch(`${test.forge.url}${path}`);
  const text = await response.text();
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0];
  const csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
  return {
    ...{ text, status: response.status, csrf, cookie },
    headers: response.headers,
    press: async (
      action: string,
      person: string,
      more: { csrf?: string; headers?: Record<string, string> } = {},
    ) => {
      const answer = await fetch(`${test.forge.url}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie, ...more.headers },
        body: new URLSearchParams({
          ...{ action, person, csrf: more.csrf ?? csrf },
        }),
      });
      return { status: answer.status, text: await answer.text() };
    },
  };
}

const state = async (number: number) =>
  (await test.portal.get(`${config}/pulls/${number}`)).body;

const proposal = (body = '') =>
  propose(test.portal, 'topic', { [payments]: 'tag: v3\n' }, { body });

describe('the pages of pull requests', () => {
  it('list what is open, and what was', async () => {
    const number = await proposal();
    const here = await open('/acme/config/pulls');
    expect(here.text).toContain(`/acme/config/pull/${number}"`);
    expect(here.text).toContain('Raise search');
    expect(here.text).not.toContain('Raise payments');
    const closed = await open('/acme/config/pulls?state=closed');
    expect(closed.text).toMatch(/Raise payments[\s\S]*Merged[\s\S]*1 approval/);
  });

  it('show what is missing, and who could give it', async () => {
    const number = await proposal();
    // Its check begins a moment after it is opened.
    await test.forge.settled();
    const { text } = await open(`/acme/config/pull/${number}`);
    expect(text).toContain('<span class="add">+tag: v3</span>');
    expect(text).toContain('At least 1 approving review is required');
    expect(text).toContain('Owned by @acme/payments');
    expect(text).toContain('<code>lint</code> is running');
    // Whose approval is missing is chosen already.
    expect(text).toMatch(/value="cleo"\s+selected/);
    expect(text).toMatch(/value="merge"\s+disabled/);
  });

  it('approve and merge', async () => {
    const number = await proposal();
    const path = `/acme/config/pull/${number}`;
    await test.forge.finishChecks();
    const refused = await (await open(path)).press('merge', 'ada');
    expect(refused.status).toBe(422);
    expect(refused.text).toMatch(/role="alert"[^<]*>[^<]*At least 1 approving/);
    const approved = await (await open(path)).press('approve', 'cleo');
    expect(approved.status).toBe(303);
    const merged = await (await open(path)).press('merge', 'ada');
    expect(merged.status).toBe(303);
    expect(await state(number)).toMatchObject({
      ...{ merged: true, merged_by: { login: 'ada' } },
    });
    const after = await open(path);
    expect(after.text).toContain('Merged');
    expect(after.text).toContain('Approved by Cleo Nile');
    expect(after.text).not.toContain('<form');
  });

  it('close', async () => {
    const page = await open('/acme/config/pull/2');
    expect((await page.press('close', 'ada')).status).toBe(303);
    expect((await state(2)).state).toBe('closed');
  });

  it('show a conflict with its files', async () => {
    const number = await proposal();
    await test.portal.delete(`${config}/branches/main/protection`);
    await commitTo(test.portal, 'main', { [payments]: 'tag: v9\n' });
    const { text } = await open(`/acme/config/pull/${number}`);
    expect(text).toMatch(/conflicts with[\s\S]*apps\/payments\/app.yaml/);
    expect(text).toMatch(/value="merge"\s+disabled/);
  });

  it('do nothing for a page elsewhere', async () => {
    const page = await open('/acme/config/pull/2');
    const answers = [
      await page.press('close', 'ada', { csrf: '' }),
      await page.press('close', 'ada', { csrf: '0'.repeat(64) }),
      await page.press('close', 'ada', { headers: { cookie: '' } }),
      await page.press('close', 'ada', {
        headers: { 'sec-fetch-site': 'cross-site' },
      }),
      await page.press('close', 'ada', {
        headers: { cookie: 'forge_browser=another' },
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([
      ...[422, 422, 422, 422, 422],
    ]);
    expect((await state(2)).state).toBe('open');
  });

  it('do nothing for those that nobody knows', async () => {
    const page = await open('/acme/config/pull/2');
    for (const person of ['eve', '', 'portal[bot]', 'acme']) {
      expect((await page.press('approve', person)).status).toBe(422);
    }
    expect((await page.press('constructor', 'ada')).status).toBe(422);
  });

  it('show what someone wrote as text', async () => {
    const number = await proposal(
      [
        '## Heading <img src=x onerror=alert(1)>',
        '[click](javascript:alert(1)) [fine](https://acme.example/?a="b")',
        '<details><summary>More <script>x</script></summary>',
        '<script>alert(1)</script>',
        '</details>',
        'v1&#46;2 to [#7](<https://acme.example/7>)',
        '| a | b |\n|---|---|\n| `<b>` | **bold** |',
      ].join('\n\n'),
    );
    const { text, headers } = await open(`/acme/config/pull/${number}`);
    expect(text).not.toMatch(/<script|<img|href="javascript/);
    expect(text).toContain('<code>&lt;b&gt;</code>');
    expect(text).toContain('<strong>bold</strong>');
    expect(text).toContain('href="https://acme.example/?a=%22b%22"');
    expect(text).toContain('v1.2 to <a href="https://acme.example/7"');
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'none'.*form-action 'self'/,
    );
  });

  it('of what is only read have no buttons', async () => {
    test = await test.restart({
      repositories: [
        {
          ...{ owner: 'local', name: 'own' },
          gitDirectory: `${test.directory}/acme/config.git`,
        },
      ],
    });
    const { text } = await open('/local/own/pull/2');
    expect(text).toContain('Raise search');
    expect(text).not.toContain('<form');
    const refused = await test.portal.patch('/repos/local/own/pulls/2', {
      state: 'closed',
    });
    expect(refused.status).toBe(403);
  });
});

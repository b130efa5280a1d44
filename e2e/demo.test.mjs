// The portal on the demo company, driven as a person would.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import {
  browserTest,
  closePages,
  launchBrowser,
  openPage,
  overflow,
  phone,
  startLimit,
  takePicture,
} from './support/browser.mjs';
import { startPortal } from './support/portal.mjs';

const column = (page, environment) =>
  page.getByRole('region', { name: environment, exact: true });
const cards = (page, environment) =>
  column(page, environment).getByTestId('gitops-target-card');

describe('the demo', browserTest, () => {
  let portal;
  let browser;
  const deployments = component =>
    `${portal.url}/catalog/default/component/${component}/deployments`;

  before(async () => {
    portal = await startPortal({ name: 'world', port: 17100 });
    browser = await launchBrowser();
  }, startLimit);

  afterEach(test => closePages(browser, test));

  after(async () => {
    await browser?.close();
    await portal?.stop();
  });

  test('leads from the catalog to the versions of a service and its history', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(`${portal.url}/`);
    await page.getByRole('link', { name: 'Payments API' }).click();
    await page.getByRole('link', { name: 'Deployments', exact: true }).click();

    for (const environment of ['development', 'staging', 'production']) {
      await cards(page, environment).first().waitFor();
    }
    assert.equal(await cards(page, 'production').count(), 2);
    const order = await page
      .getByRole('region', { name: 'Environments in promotion order' })
      .getByRole('heading')
      .allTextContents();
    assert.deepEqual(order, ['development', 'staging', 'production']);

    const history = page.getByRole('heading', { name: 'History' });
    await history.waitFor();
    const entries = page.locator('li').filter({ has: page.locator('time') });
    await entries.first().waitFor();
    assert.ok((await entries.count()) >= 20);
    await takePicture(page, 'deployments');
    assert.deepEqual(complaints, []);
  });

  test('follows a version to its line in the forge', async () => {
    const { page } = await openPage(browser);
    await page.goto(deployments('payments-api'));
    const card = cards(page, 'production').first();
    const origin = card.getByRole('link', { name: /kustomization\.yaml:\d+/ });
    const href = await origin.getAttribute('href');
    assert.match(
      href,
      /\/blob\/[0-9a-f]{40}\/apps\/payments\/production\/base\/kustomization\.yaml#L\d+$/,
    );
    await page.goto(href);
    const line = page.locator('tr:target code');
    const version = /newTag: (\S+)/.exec(await line.textContent())?.[1];
    assert.ok(version);
    await takePicture(page, 'forge-line');
    await page.goBack();
    await cards(page, 'production').first().getByText(version).waitFor();
  });

  test('follows a version to its pull request', async () => {
    const { page } = await openPage(browser);
    await page.goto(deployments('payments-api'));
    const link = cards(page, 'staging')
      .first()
      .getByRole('link', { name: /#\d+/ });
    await page.goto(await link.getAttribute('href'));
    await page.getByText('Merged').waitFor();
    await page
      .getByRole('heading', { name: /Promote payments .* to staging/ })
      .waitFor();
  });

  test('marks a rollback, and finds all of them', async () => {
    const { page } = await openPage(browser);
    await page.goto(deployments('payments-api'));
    const rolledBack = page
      .locator('li')
      .filter({ hasText: 'Revert "Promote payments' })
      .first();
    await rolledBack.getByText('Rollback').waitFor();

    await page.getByLabel('Show', { exact: true }).selectOption('rollbacks');
    await page.getByText('That is the whole history.').waitFor();
    const entries = page.locator('li').filter({ has: page.locator('time') });
    for (const entry of await entries.all()) {
      await entry.getByText('Rollback').waitFor();
    }
    assert.ok((await entries.count()) >= 1);
    await takePicture(page, 'rollbacks');
  });

  test('marks a rollback that nobody called one, and follows a moved folder', async () => {
    const { page } = await openPage(browser);
    await page.goto(deployments('notifications'));
    await page
      .getByLabel('Environment', { exact: true })
      .selectOption('production');
    const more = page.getByRole('button', { name: 'Load more' });
    const end = page.getByText('That is the whole history.');
    await more.or(end).waitFor();
    while (!(await end.isVisible())) {
      await more.click();
      await more.or(end).waitFor();
    }
    await page
      .locator('li')
      .filter({ hasText: 'Keep notifications at' })
      .getByText('Rollback')
      .waitFor();
    // It was added months before its folder was moved.
    await page.getByText('Add notifications').waitFor();
  });

  test('tells how far production is behind, and by which changes', async () => {
    const { page } = await openPage(browser);
    await page.goto(deployments('book-search'));
    const behind = cards(page, 'production')
      .first()
      .getByText(/behind by 7 changes/);
    await behind.click();
    await page
      .getByText(/Promote search .* to staging/)
      .first()
      .waitFor();
    await takePicture(page, 'behind');
  });

  test('shows clusters of production that differ', async () => {
    const { page } = await openPage(browser);
    await page.goto(deployments('checkout'));
    await cards(page, 'production').first().waitFor();
    const texts = await cards(page, 'production').allTextContents();
    const versions = texts.map(text => /v\d{3}/.exec(text)?.[0]);
    assert.equal(new Set(versions).size, 2);
  });

  test('ties a component to the service that runs its image', async () => {
    const { page } = await openPage(browser);
    await page.goto(deployments('catalog-api'));
    await cards(page, 'staging')
      .getByText(/^\d{8}-\d+$/)
      .waitFor();
  });

  test('has an overview on the page of a service', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(`${portal.url}/catalog/default/component/storefront`);
    await page.getByText('All deployments and history').waitFor();
    await takePicture(page, 'overview');
    assert.deepEqual(complaints, []);
  });

  test('sorts and filters the fleet, and keeps the view in the address', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(`${portal.url}/gitops`);
    const rows = page.locator('tbody tr');
    await rows.first().waitFor();
    assert.equal(await rows.count(), 36);
    await takePicture(page, 'fleet');

    const behind = page.getByRole('columnheader', { name: 'Behind' });
    await behind.getByRole('button').click();
    await behind.and(page.locator('[aria-sort]')).waitFor();
    if ((await behind.getAttribute('aria-sort')) !== 'descending') {
      await behind.getByRole('button').click();
    }
    await page.locator('th[aria-sort="descending"]').waitFor();
    await rows.first().getByText('search').first().waitFor();

    await page.getByLabel('Environment').selectOption('production');
    await page.getByLabel('Owner').selectOption({ label: 'payments' });
    await page.waitForFunction(
      () => document.querySelectorAll('tbody tr').length === 2,
    );
    assert.match(page.url(), /environment=production/);
    await page.reload();
    await rows.first().waitFor();
    assert.equal(await rows.count(), 2);
    assert.deepEqual(complaints, []);
  });

  test('fits a phone', async () => {
    const { page } = await openPage(browser, phone);
    const pages = {
      deployments: deployments('payments-api'),
      fleet: `${portal.url}/gitops`,
    };
    for (const [name, address] of Object.entries(pages)) {
      await page.goto(address);
      await page.locator('time').first().waitFor();
      await takePicture(page, `${name}-phone`);
      assert.ok(
        (await overflow(page)) <= 0,
        `${name} can be scrolled sideways`,
      );
    }
  });
});

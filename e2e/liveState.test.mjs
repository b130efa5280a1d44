// What runs in the demo's clusters, driven as a person would: drift is seen and
// synced away, a merge arrives, a cluster goes away and comes back.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { bootstrap } from '../scripts/bootstrap.mjs';
import { demoDirectory } from '../scripts/demo/directories.mjs';
import { lastLines } from '../scripts/demo/program.mjs';
import { startPlanting } from '../scripts/demo/sandbox.mjs';
import { Stopping } from '../scripts/demo/stopping.mjs';
import {
  browserTest,
  closePages,
  launchBrowser,
  openPage,
  startLimit,
  takePicture,
} from './support/browser.mjs';
import { closeDrawer } from './support/drawer.mjs';
import { mergeChange } from './support/mergedChange.mjs';
import { startPortal } from './support/portal.mjs';

const directory = path.join(demoDirectory, 'e2e', 'live');

const card = (page, environment, cluster) =>
  page
    .getByRole('region', { name: environment, exact: true })
    .getByTestId('gitops-target-card')
    .filter(cluster ? { hasText: cluster } : {});

describe('live state', browserTest, () => {
  let portal;
  let browser;
  const open = async (component, options) => {
    const opened = await openPage(browser, undefined, options);
    await opened.page.goto(
      `${portal.url}/catalog/default/component/${component}/deployments`,
    );
    // A reload would lose it.
    await opened.page.evaluate(() => {
      window.neverReloaded = true;
    });
    return opened;
  };
  const wasNeverReloaded = page => page.evaluate(() => window.neverReloaded);

  before(async () => {
    // Its repositories are written to.
    fs.rmSync(directory, { recursive: true, force: true });
    portal = await startPortal({ name: 'live', port: 17500 });
    const log = `${portal.kubeconfig}-plants.log`;
    assert.equal(await portal.planted, 0, lastLines(log));
    browser = await launchBrowser();
  }, startLimit);

  afterEach(test => closePages(browser, test));

  after(async () => {
    await browser?.close();
    await portal?.stop();
  });

  test('shows planted drift with who and since', async () => {
    const { page, complaints } = await open('payments-api');
    const drifted = card(page, 'production', 'production-eu-1');
    await drifted.getByText(/drift 2/).click();

    const flag = page.getByRole('row').filter({ hasText: 'data.checkout_v2' });
    await flag.getByText('"false"').waitFor();
    await flag.getByText('"true"').waitFor();
    await flag.getByText('kubectl-edit').waitFor();
    await flag.getByText('2 d ago').waitFor();
    await flag.getByRole('link', { name: 'flags.yaml:6' }).waitFor();
    const replicas = page.getByRole('row').filter({ hasText: 'spec.replicas' });
    await replicas.getByText('kubectl-scale').waitFor();
    await replicas.getByText('3 h ago').waitFor();
    // When it was last written, and when it was first seen.
    assert.equal(await replicas.locator('time').count(), 2);
    await takePicture(page, 'drift');
    assert.deepEqual(complaints, []);
  });

  test('shows declared and live side by side', async () => {
    const { page } = await open('payments-api');
    const drifted = card(page, 'production', 'production-eu-1');
    await drifted.getByText(/drift 2/).click();
    await page
      .getByRole('button', { name: /Compare the YAML of .*payments-flags/ })
      .click();
    await page.getByText('checkout_v2: "true"').waitFor();
    await page.getByText('checkout_v2: "false"').waitFor();
    await takePicture(page, 'compare');
  });

  test('tells what really runs where it is not what Git declares', async () => {
    const { page } = await open('storefront');
    const hotfixed = card(page, 'production', 'production-us-1');
    await hotfixed.getByText(/v\d+-hotfix1/).waitFor();
    assert.equal((await page.getByText(/-hotfix1/).count()) > 0, true);
    await card(page, 'production', 'production-eu-1')
      .getByText('In sync')
      .waitFor();
    await takePicture(page, 'running');
  });

  test('tells a failing rollout from a drifted one', async () => {
    const { page } = await open('book-search');
    const failing = card(page, 'production', 'production-us-1');
    await failing.getByText('Degraded').waitFor();
    await failing.getByText(/has timed out progressing/).waitFor();
    await card(page, 'production', 'production-eu-1')
      .getByText('Healthy')
      .waitFor();
  });

  test('shows an orphan apart', async () => {
    const { page } = await open('checkout');
    const left = card(page, 'production', 'production-eu-1');
    await left.getByText(/drift 1/).click();
    const orphans = page.getByRole('region', { name: /^Orphaned/ });
    await orphans.getByText('checkout-debug').first().waitFor();
  });

  test('clears drift by a sync, without a reload', async () => {
    const { page, complaints } = await open('payments-api');
    const drifted = card(page, 'production', 'production-eu-1');
    await drifted.getByText(/drift 2/).click();
    await page.getByRole('button', { name: 'Sync…' }).click();
    const dialog = page.getByRole('dialog', { name: /^Sync payments/ });
    await dialog.getByText('payments-flags').waitFor();
    await takePicture(page, 'sync-plan');
    await dialog.getByRole('button', { name: 'Sync now' }).click();
    await dialog.getByText('2 steps done').waitFor();
    await takePicture(page, 'sync-done');
    await dialog.getByRole('button', { name: 'Close' }).click();

    await page.getByText('All 4 resources are as Git declares them').waitFor();
    await closeDrawer(page);
    await drifted.getByText('In sync').waitFor();
    await drifted.getByText('Healthy').waitFor();
    assert.equal(await drifted.getByText(/drift/).count(), 0);
    assert.equal(await wasNeverReloaded(page), true);
    await takePicture(page, 'synced');
    assert.deepEqual(complaints, []);
  });

  test('runs what is merged', async () => {
    const { page } = await open('checkout');
    const waiting = card(page, 'production', 'production-eu-1');
    await waiting.getByText(/v\d+/).first().waitFor();
    const newest = await card(page, 'staging').textContent();
    const [version] = /v\d{3}/.exec(newest);
    const arrived = waiting.getByRole('link', { name: '#900' });
    assert.equal(await arrived.count(), 0);

    mergeChange({
      repository: path.join(directory, 'world/quillmoor/platform-config.git'),
      file: 'apps/checkout/production/eu-1/kustomization.yaml',
      title: `Promote checkout ${version} to production-eu-1`,
      number: 900,
      rewrite: text => text.replace(/newTag: v\d+/, `newTag: ${version}`),
    });

    await arrived.waitFor();
    await waiting.getByText(version, { exact: true }).first().waitFor();
    await waiting.getByText('In sync').waitFor();
    await waiting.getByText('Healthy').waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: `Promote checkout ${version} to production-eu-1` })
      .getByRole('link', { name: '#900' })
      .waitFor();
    await waiting.getByText('production-eu-1').first().click();
    const runs = page.locator('section').filter({
      has: page.getByRole('heading', { name: 'Runs', exact: true }),
    });
    await runs.getByText(version, { exact: true }).waitFor();
    await runs
      .getByText(/pods ready/)
      .first()
      .waitFor();
    assert.equal(await wasNeverReloaded(page), true);
    await takePicture(page, 'merged');
  });

  test('keeps what it saw of a cluster that went away, and says so', async () => {
    const { page } = await open('storefront');
    const gone = card(page, 'staging');
    const other = card(page, 'development');
    await gone.getByText('In sync').waitFor();
    await outage('--cluster', 'staging');
    try {
      await gone.getByText(/^as seen/).waitFor();
      await takePicture(page, 'stale');
      await other.getByText('In sync').waitFor();
      assert.equal(await other.getByText(/as seen/).count(), 0);
      await gone.getByText('staging').first().click();
      await page
        .getByText(/connection failed/)
        .first()
        .waitFor();
      await takePicture(page, 'stale-why');
      await closeDrawer(page);
    } finally {
      await outage('--cluster', 'staging', '--end');
    }
    await gone.getByText(/^as seen/).waitFor({ state: 'hidden' });
    await gone.getByText('In sync').waitFor();
    assert.equal(await wasNeverReloaded(page), true);
  });

  async function outage(...args) {
    const log = path.join(directory, 'outage.log');
    const program = startPlanting(bootstrap(), {
      kubeconfig: portal.kubeconfig,
      args: ['outage', ...args],
      log,
      stopping: new Stopping(),
    });
    assert.equal(await program.ended, 0, lastLines(log));
  }
});

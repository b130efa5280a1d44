// Changes go through Git: a promotion and a rollback from the page to running
// in production, and a repository of one's own, made by a template.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { bootstrap, root } from '../scripts/bootstrap.mjs';
import { demoDirectory } from '../scripts/demo/directories.mjs';
import {
  browserTest,
  closePages,
  launchBrowser,
  openPage,
  startLimit,
  takePicture,
} from './support/browser.mjs';
import { closeDrawer } from './support/drawer.mjs';
import { approveAndMerge } from './support/forgePage.mjs';
import { mergeChange } from './support/mergedChange.mjs';
import { doneStep } from './support/proposalDialog.mjs';
import { startPortal } from './support/portal.mjs';

const directory = path.join(demoDirectory, 'e2e', 'proposals');
const bare = name => path.join(directory, 'world', 'quillmoor', `${name}.git`);

const cards = (page, environment) =>
  page
    .getByRole('region', { name: environment, exact: true })
    .getByTestId('gitops-target-card');

describe('proposals', browserTest, () => {
  let portal;
  let browser;
  const deployments = component =>
    `${portal.url}/catalog/default/component/${component}/deployments`;

  before(async () => {
    // Its repositories are written to.
    fs.rmSync(directory, { recursive: true, force: true });
    portal = await startPortal({ name: 'proposals', port: 17700 });
    browser = await launchBrowser();
  }, startLimit);

  afterEach(test => closePages(browser, test));

  after(async () => {
    await browser?.close();
    await portal?.stop();
  });

  /** Opens what the dialog shows, merges it on the forge and watches it run. */
  async function openMergeAndRun(page, dialog) {
    await dialog.getByRole('button', { name: 'Open pull request' }).click();
    const link = dialog.getByRole('link', { name: /Open on the forge/ });
    await link.waitFor();
    await dialog
      .getByText(/waits for/)
      .first()
      .waitFor();
    await takePicture(page, 'proposal-open');
    await approveAndMerge(browser, await link.getAttribute('href'));
    // Without a reload, from signals alone.
    await doneStep(dialog, 'Running').waitFor();
    await takePicture(page, 'proposal-running');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
  }

  test('promotes from staging to production, until it runs there', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(deployments('payments-api'));
    const staging = await cards(page, 'staging').first().innerText();
    const [wanted] = /\d+\.\d+\.\d+/.exec(staging);
    await page
      .getByRole('button', {
        name: 'Promote payments from staging to production',
      })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('tab', { name: /Rendered/ }).click();
    await dialog.getByText(`payments:${wanted}`).first().waitFor();
    await takePicture(page, 'proposal-rendered');

    await openMergeAndRun(page, dialog);

    for (const card of await cards(page, 'production').all()) {
      await card.getByText(wanted, { exact: true }).first().waitFor();
    }
    assert.deepEqual(complaints, []);
  });

  test('rolls production back to what it ran before', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(deployments('payments-api'));
    const card = cards(page, 'production').first();
    await card.getByRole('button', { name: /Roll back/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('radio', { name: /^2\.50\.3,/ })
      .first()
      .check();
    await dialog.getByRole('tab', { name: /Rendered/ }).click();
    await dialog.getByText('payments:2.50.3').first().waitFor();

    await openMergeAndRun(page, dialog);

    await card.getByText('2.50.3', { exact: true }).first().waitFor();
    await page.getByText('Rollback', { exact: true }).first().waitFor();
    assert.deepEqual(complaints, []);
  });

  test('makes a config repository, and onboards and promotes a service in it', async () => {
    const { page, complaints } = await openPage(browser);
    const next = () =>
      page.getByRole('button', { name: /^(Next|Check)$/ }).click();
    await page.goto(
      `${portal.url}/create/templates/default/gitops-new-config-repository`,
    );
    await page.getByRole('radio', { name: /The portal itself/ }).check();
    await next();
    await page.getByText('In the order that promotion goes').waitFor();
    await next();
    await page.getByText('How many must approve').waitFor();
    await next();
    // The likeliest host is chosen once it is known.
    await page
      .getByLabel('Host')
      .locator('option:checked')
      .waitFor({ state: 'attached' });
    await page.getByLabel(/^Owner/).fill('quillmoor');
    await page.getByLabel(/^Name/).fill('games-config');
    await next();
    await page.getByRole('button', { name: 'Make the repository' }).click();
    const onboard = page.getByRole('link', {
      name: /Onboard its first service/,
    });
    await onboard.waitFor();
    assert.equal(lints('games-config', 'main').code, 0);

    await onboard.click();
    await page.getByLabel(/^Name/).fill('leaderboard');
    await next();
    await page
      .getByLabel(/^Image/)
      .fill('registry.quillmoor.example/leaderboard');
    await page.getByLabel(/^Version/).fill('v1');
    await next();
    await page.getByText('Choose none for all').waitFor();
    await next();
    await page.getByRole('button', { name: 'Open the pull request' }).click();
    const pull = page.getByRole('link', { name: /^Pull request/ });
    await pull.waitFor();
    const url = await pull.getAttribute('href');
    // What its CI runs on the pull request.
    const { code, output } = lints('games-config', 'refs/pull/1/head');
    assert.equal(code, 0, output);
    assert.match(output, /3 targets in 3 units, 5 policies: 0 denials/);
    await approveAndMerge(browser, url);

    await page.goto(`${portal.url}/gitops?repository=games-config`);
    await page
      .getByRole('row')
      .filter({ hasText: 'staging' })
      .getByText('v1', { exact: true })
      .waitFor();
    mergeChange({
      repository: bare('games-config'),
      file: 'services/leaderboard/development/kustomization.yaml',
      title: 'Run leaderboard v2 in development',
      number: 2,
      rewrite: text => text.replace('newTag: v1', 'newTag: v2'),
    });
    await page
      .getByRole('row')
      .filter({ hasText: 'development' })
      .getByText('v2', { exact: true })
      .waitFor();
    await takePicture(page, 'fleet-of-a-new-repository');

    const staging = page.getByRole('row').filter({ hasText: 'staging' });
    await page
      .getByRole('button', { name: 'Details of leaderboard in staging' })
      .click();
    await page.getByRole('tab', { name: /Proposals/ }).click();
    await page
      .getByRole('button', {
        name: 'Promote leaderboard from development to staging',
      })
      .click();
    const dialog = page.getByRole('dialog', { name: /Promote leaderboard/ });
    await dialog.getByText('newTag: v2').first().waitFor();
    await openMergeAndRun(page, dialog);
    // What it was opened from.
    await closeDrawer(page);
    await staging.getByText('v2', { exact: true }).waitFor();
    assert.deepEqual(complaints, []);
  });

  /** What the pull request's CI runs: `gitops lint` on a commit of its own. */
  function lints(name, ref) {
    const clone = fs.mkdtempSync(path.join(os.tmpdir(), 'lint-'));
    const git = (...args) =>
      execFileSync('git', ['-C', clone, ...args], { stdio: 'pipe' });
    try {
      git('init', '--quiet');
      git('fetch', '--quiet', bare(name), ref);
      git('checkout', '--quiet', 'FETCH_HEAD');
      const { node, env } = bootstrap();
      const command = [
        path.join(root, 'packages/cli/bin/gitops'),
        'lint',
        clone,
      ];
      command.push(
        '--ref',
        'HEAD',
        '--config',
        path.join(clone, 'gitops.yaml'),
      );
      const output = execFileSync(node, command, { env, encoding: 'utf8' });
      return { code: 0, output };
    } catch (error) {
      return { code: error.status, output: `${error.stdout}${error.stderr}` };
    } finally {
      fs.rmSync(clone, { recursive: true });
    }
  }
});

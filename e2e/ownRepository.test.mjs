// The portal on a repository of one's own, with nothing configured.

import assert from 'node:assert/strict';
import path from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import {
  browserTest,
  closePages,
  launchBrowser,
  openPage,
  startLimit,
  takePicture,
} from './support/browser.mjs';
import { makeOwnRepository } from './support/ownRepository.mjs';
import { startPortal } from './support/portal.mjs';

const services = 20;

describe('a repository of one’s own', browserTest, () => {
  let repository;
  let portal;
  let browser;

  before(async () => {
    repository = makeOwnRepository(services);
    portal = await startPortal({
      name: 'own',
      port: 17300,
      repositories: [
        { id: 'mine', url: repository.directory },
        { id: 'absent', url: path.join(repository.directory, 'apps') },
      ],
    });
    browser = await launchBrowser();
  }, startLimit);

  afterEach(test => closePages(browser, test));

  after(async () => {
    await browser?.close();
    await portal?.stop();
    repository?.remove();
  });

  test('has an entity for each service, with its versions', async () => {
    const { page, complaints } = await openPage(browser);
    await page.goto(`${portal.url}/`);
    await page.getByRole('link', { name: 'service-07' }).click();
    await page.getByRole('link', { name: 'Deployments', exact: true }).click();
    const board = page.getByRole('region', {
      name: 'Environments in promotion order',
    });
    await board.getByTestId('gitops-target-card').first().waitFor();
    assert.deepEqual(await board.getByRole('heading').allTextContents(), [
      'dev',
      'staging',
      'prod',
    ]);
    await board.getByText('1.2.0').first().waitFor();
    await takePicture(page, 'own-service');
    assert.deepEqual(complaints, []);
  });

  test('pages through a fleet that is larger than a page', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${portal.url}/gitops`);
    const rows = page.locator('tbody tr');
    await rows.first().waitFor();
    assert.equal(await rows.count(), 50);
    await page.getByText(`1–50 of ${services * 3}`).waitFor();
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText(`51–${services * 3} of ${services * 3}`).waitFor();
    assert.equal(await rows.count(), services * 3 - 50);
    await page.getByRole('button', { name: 'Previous page' }).click();
    await page.getByText(`1–50 of ${services * 3}`).waitFor();
    await takePicture(page, 'own-fleet');
  });

  test('says why another repository is missing, and shows the rest', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${portal.url}/gitops`);
    await page.getByText('A repository could not be read').waitFor();
    await page
      .getByText(/absent/)
      .first()
      .waitFor();
    await takePicture(page, 'own-missing');
  });
});

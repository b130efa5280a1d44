// Takes the README's pictures from the demo, and from the one on real engines
// where these are built, with Chromium:
//
//   node scripts/pictures.mjs
//   node scripts/pictures.mjs --engines     # those of real engines alone

import fs from 'node:fs';
import path from 'node:path';
import { bootstrap, BootstrapError, root, runOrExplain } from './bootstrap.mjs';
import { DeploymentsPage } from '../e2e/support/deploymentsPage.mjs';
import { findChromium } from './chromium.mjs';
import { demoDirectory } from './demo/directories.mjs';
import { hasEngines } from './demo/enginePrograms.mjs';
import { startDemo } from './demo/startDemo.mjs';
import { stopOnSignals } from './demo/stopping.mjs';

const searchPage = '/catalog/default/component/book-search/deployments';
const pictures = [
  {
    file: 'deployments.png',
    page: '/catalog/default/component/storefront/deployments',
    show: page => see(page.getByText(/running v\d+/)),
  },
  {
    file: 'drift.png',
    page: '/catalog/default/component/payments-api/deployments',
    async show(page) {
      await page
        .getByText(/drift 2/)
        .first()
        .click();
      await see(page.locator('button:has-text("Sync"):enabled'));
    },
    height: 640,
  },
  {
    file: 'fleet.png',
    page: '/gitops?sort=state&order=desc',
    show: page => see(page.getByRole('table').getByText('Degraded')),
  },
  {
    file: 'promotion.png',
    page: searchPage,
    show: beginPromotion,
  },
  {
    file: 'proposal.png',
    page: searchPage,
    async show(page) {
      await beginPromotion(page);
      await page.getByRole('button', { name: 'Open pull request' }).click();
      await see(page.getByText('all passed'));
    },
    height: 880,
  },
];

const enginePictures = [
  {
    file: 'engines.png',
    page: '/catalog/default/component/payments-api/deployments',
    /** A promotion is merged, and Flux is kept from it. */
    async show(page) {
      const on = new DeploymentsPage(page, page.context().browser());
      await on.see('production', 'Healthy');
      await on.openDelivery('production');
      await on.ask('Suspend', dialog =>
        dialog.getByLabel(/^Why/).fill('Stock-taking until Friday'),
      );
      await see(page.getByText(/Stock-taking until Friday/));
      await on.closeDrawer();
      const dialog = await on.promote('payments');
      await on.seeDone(dialog, 'Merged');
      await on.close(dialog);
      await on.see('production', /Suspended by/);
      await on.see('production', 'Out of sync');
      await see(page.getByText('merged, and suspended'));
    },
    height: 900,
  },
];

async function beginPromotion(page) {
  await page
    .getByRole('button', { name: 'Promote search from staging to production' })
    .first()
    .click();
  await see(page.locator('button:has-text("Open pull request"):enabled'));
}

function see(locator) {
  return locator.first().waitFor({ timeout: 60_000 });
}

/** What a README shows at most of a page, in CSS pixels. */
const size = { width: 1440, height: 1120 };

await runOrExplain(async () => {
  const executablePath = findChromium();
  if (!executablePath) {
    throw new BootstrapError('No Chromium was found. Set CHROMIUM_PATH.');
  }
  const toolchain = bootstrap();
  const isEnginesAlone = process.argv.includes('--engines');
  if (!isEnginesAlone) {
    await take(pictures, { toolchain, executablePath, name: 'pictures' });
  }
  if (isEnginesAlone || hasEngines()) {
    const options = { name: 'engine-pictures', engines: true };
    await take(enginePictures, { toolchain, executablePath, ...options });
  }
});

/** Takes pictures of one demo, which is started for them. */
async function take(
  wanted,
  { toolchain, executablePath, name, engines = false },
) {
  const stopping = stopOnSignals();
  const directory = path.join(demoDirectory, name);
  // What the last time was proposed there isn't there to be proposed again.
  fs.rmSync(directory, { recursive: true, force: true });
  try {
    const demo = await startDemo(toolchain, {
      ...{ directory, engines, stopping },
      say: line => process.stderr.write(`${line}\n`),
    });
    // The engine has applied everything, and people have changed it since.
    await demo.planted;
    const { chromium } = await import('playwright-core');
    const browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
      ],
    });
    stopping.add(() => browser.close());
    for (const picture of wanted) {
      await takePicture(browser, demo.url, picture);
    }
  } finally {
    await stopping.stop();
  }
}

async function takePicture(browser, url, picture) {
  const { file, page: address, show, height = size.height } = picture;
  const page = await browser.newPage({ viewport: { ...size, height } });
  await page.goto(`${url}${address}`);
  page.setDefaultTimeout(60_000);
  await show(page);
  // Nothing is pointed at.
  await page.mouse.move(0, 0);
  // Fonts and icons come after the text that they belong to.
  await page.waitForLoadState('networkidle');
  const target = path.join(root, 'docs/images', file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  await page.screenshot({ path: target, animations: 'disabled' });
  process.stdout.write(
    `${path.relative(root, target)} ${fs.statSync(target).size} bytes\n`,
  );
  await page.close();
}

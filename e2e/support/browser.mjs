import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { root } from '../../scripts/bootstrap.mjs';
import { findChromium } from '../../scripts/chromium.mjs';

const reportDirectory = path.join(root, 'e2e-test-report');

/** What `node --test` is told: run, or skip and say why. */
export const browserTest = {
  skip: findChromium() === undefined && 'no Chromium was found',
  timeout: 600_000,
};

/** A Chromium that reaches nothing but this machine. */
export async function launchBrowser() {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
  });
}

export const wide = { width: 1440, height: 1000 };
export const phone = { width: 375, height: 800 };

/** A page that remembers what it complained about. */
export async function openPage(browser, viewport = wide, options = {}) {
  const context = await browser.newContext({ viewport, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints = [];
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(String(error)));
  return { page, complaints };
}

/** How far a page can be scrolled sideways, in pixels. */
export function overflow(page) {
  return page.evaluate(
    () =>
      document.documentElement.scrollWidth -
      document.documentElement.clientWidth,
  );
}

export async function takePicture(page, name) {
  fs.mkdirSync(reportDirectory, { recursive: true });
  await page.screenshot({
    path: path.join(reportDirectory, `${name}.png`),
    fullPage: true,
  });
}

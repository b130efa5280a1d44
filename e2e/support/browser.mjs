import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { root } from '../../scripts/bootstrap.mjs';
import { findChromium } from '../../scripts/chromium.mjs';
import { tellPage } from './failure.mjs';

const reportDirectory = path.join(root, 'e2e-test-report');

/**
 * What `node --test` is told: run, or skip and say why. There is no limit to
 * all tests of a file together: each wait in them has its own.
 */
export const browserTest = {
  skip: findChromium() === undefined && 'no Chromium was found',
};

/** For what is started before the tests, which has few limits of its own. */
export const startLimit = { timeout: 900_000 };

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

/**
 * Longer than a page lets pass before it looks again without a signal, which
 * is a minute, and than a busy machine takes to roll out a change.
 */
export const waitLimit = 120_000;

export const wide = { width: 1440, height: 1000 };
export const phone = { width: 375, height: 800 };

/**
 * The client of Backstage's signals gives a connection one second to open, and
 * then closes it; the page asks by itself until the next one opens.
 */
const signalsRetry =
  /\/api\/signals' failed: WebSocket is closed before the connection is established/;

const complaintsOf = new WeakMap();

/** A page that remembers what it complained about. */
export async function openPage(browser, viewport = wide, options = {}) {
  const context = await browser.newContext({ viewport, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(waitLimit);
  const complaints = [];
  complaintsOf.set(page, complaints);
  page.on('console', message => {
    const text = message.text();
    if (message.type() === 'error' && !signalsRetry.test(text)) {
      complaints.push(`${text} (${message.location().url})`);
    }
  });
  page.on('pageerror', error => complaints.push(String(error)));
  return { page, complaints };
}

/**
 * To be called after each test, with its context: closes its pages, so that
 * what they go on asking for slows no other test down. Of a test that failed
 * it first tells what its pages show, and takes pictures of them.
 */
export async function closePages(browser, { name, passed }) {
  const contexts = browser?.contexts() ?? [];
  const pages = contexts.flatMap(context => context.pages());
  for (const [index, page] of passed ? [] : pages.entries()) {
    await tellPage(page, {
      test: name,
      complaints: complaintsOf.get(page) ?? [],
      picture: path.join(reportDirectory, `failed-${slug(name)}-${index}.png`),
    });
  }
  for (const context of contexts) await context.close();
}

function slug(name) {
  return name.toLowerCase().replace(/\W+/g, '-');
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

import { waitLimit } from './browser.mjs';
import { until } from './until.mjs';

/**
 * Approves and merges a pull request on its page, as the person whose approval
 * is missing. The page offers it once checks have passed. Where that fails its
 * page stays open, for whoever tells of the failure.
 */
export async function approveAndMerge(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(waitLimit);
  await page.goto(url);
  await page.getByRole('button', { name: 'Approve' }).click();
  // A page that is loaded anew before that was heard would not know of it.
  await page
    .getByText(/^Approved by/)
    .first()
    .waitFor();
  const merge = page.getByRole('button', { name: 'Merge' });
  await until(
    'the checks of a pull request to pass',
    async () => {
      if (await merge.isEnabled()) return 'passed';
      const facts = await page.locator('.facts li').allInnerTexts();
      await page.reload();
      return facts;
    },
    answer => answer === 'passed',
  );
  await merge.click();
  await page.getByText('Merged', { exact: true }).first().waitFor();
  await context.close();
}

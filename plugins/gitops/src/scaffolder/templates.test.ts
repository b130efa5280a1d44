import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as fields from './legacyFields';

const folder = resolve(__dirname, '../../../../templates');

const templates = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('template.yaml'))
  .map(path => ({ path, text: readFileSync(join(folder, path), 'utf8') }));

const named = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, name]) => name);

describe('the templates of this repository', () => {
  it.each(templates)('$path pick from fields that there are', ({ text }) => {
    const known = Object.keys(fields).map(name =>
      name.replace(/FieldExtension$/, ''),
    );
    for (const field of named(text, /ui:field: (Gitops\w+)/g)) {
      expect(known).toContain(field);
    }
  });

  it.each(templates)('$path depend on fields that they have', ({ text }) => {
    const properties = named(text, /^ {8}(\w+):$/gm);
    for (const field of named(text, /^ +\w+Field: (\w+)$/gm)) {
      expect(properties).toContain(field);
    }
  });

  it('are there', () => {
    expect(templates).toHaveLength(5);
  });
});

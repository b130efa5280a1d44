import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { RenderFailure } from './RenderFailure';

/** Content by path, relative to the tree. */
export type PrivateFiles = ReadonlyMap<string, string | Uint8Array>;

/**
 * A folder of this machine that a program runs in: `tree` is all that it is
 * given to read, `home` all that it may write to.
 */
export class PrivateFolder {
  readonly home: string;
  readonly tree: string;

  private constructor(readonly root: string) {
    this.home = path.join(root, 'home');
    this.tree = path.join(root, 'tree');
  }

  /** Makes one for as long as `use` takes, and removes it again. */
  static async with<T>(
    files: PrivateFiles,
    use: (folder: PrivateFolder) => Promise<T>,
  ): Promise<T> {
    const root = await fs.realpath(
      await fs.mkdtemp(path.join(os.tmpdir(), 'gitops-render-')),
    );
    const folder = new PrivateFolder(root);
    try {
      await fs.mkdir(folder.home);
      await fs.mkdir(folder.tree);
      await folder.#write(files);
      return await use(folder);
    } finally {
      // A program that was stopped may still be ending, and write meanwhile.
      await fs.rm(root, { recursive: true, force: true, maxRetries: 10 });
    }
  }

  /** What a program says, in paths of the repository instead of ours. */
  hide(message: string): string {
    return message
      .replaceAll(`${this.tree}/`, '')
      .replaceAll(this.tree, '.')
      .replaceAll(this.home, '')
      .trim();
  }

  async #write(files: PrivateFiles): Promise<void> {
    for (const [file, content] of files) {
      const target = path.join(this.tree, file);
      // Paths were resolved before; this holds whatever is changed there.
      if (!target.startsWith(`${this.tree}${path.sep}`)) {
        throw new RenderFailure('render-outside', `'${file}' leads out`);
      }
      await fs.mkdir(path.dirname(target), { recursive: true });
      await fs.writeFile(target, content);
    }
  }
}

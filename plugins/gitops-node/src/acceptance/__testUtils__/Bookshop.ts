import fs from 'node:fs';
import path from 'node:path';
import { DesiredUnit } from '../../engines/Engine';
import {
  SourceRepository,
  TemporaryFolder,
} from '../../git/testing/SourceRepository';
import { GitConfigRepository } from '../../repository/GitConfigRepository';
import { createTestRenderer } from '../../repository/testing/renderFiles';

/** Where its manifests are. */
export const fixture = path.join(
  path.dirname(require.resolve('../../../package.json')),
  'src/acceptance/fixture',
);
const directory = 'bookshop/production';

/** The config repository of Quillmoor Books: one unit of forty objects. */
export class Bookshop {
  readonly #folder = new TemporaryFolder();
  readonly #source = new SourceRepository(this.#folder.join('config.git'));

  constructor() {
    const files = fs
      .readdirSync(fixture)
      .map(name => [
        `${directory}/${name}`,
        fs.readFileSync(path.join(fixture, name)),
      ]);
    this.#source.commit(Object.fromEntries(files));
  }

  /** Commits another content of some of its files; `undefined` removes one. */
  commit(files: Readonly<Record<string, string | undefined>>): void {
    const placed = Object.entries(files).map(([name, text]) => [
      `${directory}/${name}`,
      text,
    ]);
    this.#source.commit(Object.fromEntries(placed));
  }

  /** What its newest commit declares. */
  async desired(): Promise<DesiredUnit> {
    const repository = new GitConfigRepository({
      repository: { id: 'bookshop', url: this.#source.path, rules: [] },
      environments: [],
      mirrorDirectory: this.#folder.join('mirror'),
    });
    try {
      await repository.refresh();
      const { units } = await repository.discover();
      const [unit] = units;
      const renderer = await createTestRenderer();
      const render = await renderer.render({ repository, unit: unit.id });
      return { ...render, unit, targets: [] };
    } finally {
      await repository.close();
    }
  }

  remove(): void {
    this.#folder.remove();
  }
}

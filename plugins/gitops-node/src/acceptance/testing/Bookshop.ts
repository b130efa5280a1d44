import fs from 'node:fs';
import path from 'node:path';
import {
  SourceRepository,
  TemporaryFolder,
} from '../../git/testing/SourceRepository';
import { UnitRender } from '../../render/UnitRender';
import { GitConfigRepository } from '../../repository/GitConfigRepository';
import { createTestRenderer } from '../../repository/testing/renderFiles';

const fixture = path.resolve(__dirname, '../fixture');

/** The config repository of Quillmoor Books: one unit of forty objects. */
export class Bookshop {
  readonly #folder = new TemporaryFolder();
  readonly #source = new SourceRepository(this.#folder.join('config.git'));

  constructor() {
    const files = fs
      .readdirSync(fixture)
      .map(name => [
        `bookshop/production/${name}`,
        fs.readFileSync(path.join(fixture, name)),
      ]);
    this.#source.commit(Object.fromEntries(files));
  }

  /** What its newest commit declares. */
  async render(): Promise<UnitRender> {
    const repository = new GitConfigRepository({
      repository: { id: 'bookshop', url: this.#source.path, rules: [] },
      environments: [],
      mirrorDirectory: this.#folder.join('mirror'),
    });
    try {
      const { units } = await repository.discover();
      const renderer = await createTestRenderer();
      return await renderer.render({ repository, unit: units[0].id });
    } finally {
      await repository.close();
    }
  }

  remove(): void {
    this.#folder.remove();
  }
}

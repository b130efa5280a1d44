/* eslint-disable jest/no-export -- the tests of each forge run these */
import { describeForgeFaults } from './describeForgeFaults';
import { describeForgeReading } from './describeForgeReading';
import { describeForgeRepositories } from './describeForgeRepositories';
import { describeForgeWriting } from './describeForgeWriting';
import { ForgeTraits, ForgeWorld, StartedForge } from './ForgeWorld';

/** What every forge does, whichever it is. */
export function describeForge(name: string, traits: ForgeTraits): void {
  describe(`${name}, like every forge`, () => {
    let started: StartedForge | undefined;

    beforeAll(async () => {
      started = await traits.start();
    });
    afterAll(() => started?.stop());

    const next = async (): Promise<ForgeWorld> => {
      if (started === undefined) throw new Error('The forge did not start');
      return started.next();
    };
    describeForgeWriting(next, traits);
    describeForgeReading(next, traits);
    describeForgeFaults(next, traits);
    describeForgeRepositories(next);
  });
}

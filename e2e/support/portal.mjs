import path from 'node:path';
import { bootstrap } from '../../scripts/bootstrap.mjs';
import { demoDirectory } from '../../scripts/demo/directories.mjs';
import { startDemo } from '../../scripts/demo/startDemo.mjs';
import { choosePort } from '../../scripts/demo/ports.mjs';
import { Stopping } from '../../scripts/demo/stopping.mjs';

/** The day after the last of the tests' world, so that its ids are known. */
export const worldEnd = '2026-11-20';

/**
 * Starts a portal as `npm run demo` does, or `npm run demo:engines`, on ports
 * and in a folder of its own. Call `stop` when done.
 */
export async function startPortal({ name, port, repositories, engines }) {
  const stopping = new Stopping();
  try {
    const demo = await startDemo(bootstrap(), {
      directory: path.join(demoDirectory, 'e2e', name),
      repositories,
      engines,
      port: await choosePort({ wanted: port }),
      forgePort: port + 100,
      end: worldEnd,
      // A page of what the catalog has not read stays empty, however long a
      // test looks at it.
      catalogLimit: 600_000,
      say: () => {},
      stopping,
    });
    return { ...demo, stop: () => stopping.stop() };
  } catch (error) {
    await stopping.stop();
    throw error;
  }
}

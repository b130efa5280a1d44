// `emulate` is a module of the import kind alone, which Jest can't load; it
// runs in a process of its own, told by messages.
import { createEmulator } from 'emulate';

const seed = JSON.parse(process.argv[2]);
const github = await createEmulator({ service: 'github', port: 0, seed });

process.on('message', async () => {
  await github.reset();
  process.send({ reset: true });
});
process.on('disconnect', () => process.exit());
process.send({ url: github.url });

// `emulate` is a module of the import kind alone, which Jest can't load; it
// runs in a process of its own, told by messages.
import { createEmulator } from 'emulate';
import { subscribe } from 'node:diagnostics_channel';

// A client that is late would send on a connection that was given up.
subscribe('http.server.request.start', ({ server }) => {
  server.keepAliveTimeout = 0;
});

const seed = JSON.parse(process.argv[2]);
const github = await createEmulator({ service: 'github', port: 0, seed });

process.on('message', async () => {
  await github.reset();
  process.send({ reset: true });
});
process.on('disconnect', () => process.exit());
// It listens there alone; 'localhost' may be another address as well.
process.send({ url: github.url.replace('localhost', '127.0.0.1') });

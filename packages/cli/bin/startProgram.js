'use strict';

const { loadProgram, root } = require('./loadProgram');

/** Runs the `main` of a program in this process. */
exports.startProgram = function startProgram(name) {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => controller.abort());
  }
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on('error', error => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  loadProgram(name)
    .main(process.argv.slice(2), {
      root,
      directory: process.cwd(),
      environment: process.env,
      signal: controller.signal,
      print: text => process.stdout.write(text),
      note: line => process.stderr.write(`${line}\n`),
    })
    .then(
      code => {
        process.exitCode = code;
      },
      error => {
        process.stderr.write(`${name}: ${error.stack}\n`);
        process.exitCode = 2;
      },
    );
};

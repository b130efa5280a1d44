import assert from 'node:assert/strict';
import { pbkdf2 } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { lastLines, startProgram } from './program.mjs';
import { Stopping } from './stopping.mjs';

/** Takes one of the threads that files are written by. */
const hash = promisify(pbkdf2);

function start(code, stopping = new Stopping()) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'program-'));
  process.on('exit', () => fs.rmSync(directory, { recursive: true }));
  const program = startProgram({
    file: process.execPath,
    args: ['--eval', code],
    options: {},
    log: path.join(directory, 'program.log'),
    stopping,
  });
  return { program, stopping };
}

test('what a program says first is told, and all of it is kept', async () => {
  const { program } = start("console.log('ready'); console.error('why');");
  assert.equal(await program.firstLine(), 'ready');
  assert.equal(await program.ended, 0);
  assert.match(lastLines(program.log), /ready/);
});

test('all that a program said is in its log when it has ended, however slowly files are written', async () => {
  const busy = Array.from({ length: 4 }, () =>
    hash('a', 'b', 500_000, 64, 'sha512'),
  );
  const { program } = start("console.error('no disk'); process.exitCode = 3;");
  assert.equal(await program.ended, 3);
  assert.equal(lastLines(program.log), 'no disk');
  await Promise.all(busy);
});

test('a program that ends before it says anything is no riddle', async () => {
  const { program } = start("console.error('no disk'); process.exitCode = 3;");
  assert.equal(await program.firstLine(), undefined);
  assert.equal(await program.ended, 3);
});

test('stopping ends a program, and does so once', async () => {
  const { program, stopping } = start(
    "console.log('ready'); setInterval(() => {}, 1000);",
  );
  await program.firstLine();
  await Promise.all([stopping.stop(), stopping.stop()]);
  assert.equal(await program.ended, 1);
  assert.equal(stopping.signal.aborted, true);
});

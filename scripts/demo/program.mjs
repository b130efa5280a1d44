import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** How long a program may take to end when it is asked to. */
const graceMilliseconds = 8000;

/**
 * Starts a program whose output goes to a file, and stops it with the demo.
 * Its standard input is a pipe: when the demo is killed, the pipe's end tells
 * the program to end as well.
 *
 * `firstLine` is its first line on standard output, `ended` its exit code, once
 * all that it said is in the log.
 */
export function startProgram({ file, args, options, log, stopping }) {
  fs.mkdirSync(path.dirname(log), { recursive: true });
  const output = fs.createWriteStream(log);
  const child = spawn(file, args, {
    ...options,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A program that ended before it was told to leaves a broken pipe.
  child.stdin.on('error', () => {});
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  const exited = new Promise(resolve => {
    child.on('error', error => {
      output.write(`${error.message}\n`);
      resolve(1);
    });
    child.on('close', code => resolve(code ?? 1));
  });
  // Whoever hears of it reads in the log why it ended.
  const ended = exited.then(
    code => new Promise(resolve => output.end(() => resolve(code))),
  );
  stopping.add(() => stopChild(child, ended));
  return { log, ended, firstLine: () => firstLine(child, ended) };
}

async function stopChild(child, ended) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMilliseconds);
  await ended;
  clearTimeout(timer);
}

function firstLine(child, ended) {
  return new Promise(resolve => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', function read(chunk) {
      text += chunk;
      if (!text.includes('\n')) return;
      child.stdout.off('data', read);
      resolve(text.slice(0, text.indexOf('\n')));
    });
    ended.then(() => resolve(undefined));
  });
}

/** The last lines of a log, for a message that says why something ended. */
export function lastLines(log, count = 12) {
  const text = fs.existsSync(log) ? fs.readFileSync(log, 'utf8').trim() : '';
  return text.split('\n').slice(-count).join('\n');
}

import { spawn } from 'node:child_process';

/** What a program printed, and how long it took from its start to its end. */
export interface Timed {
  readonly milliseconds: number;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program and waits for its end. */
export async function timeProgram(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Timed> {
  const began = performance.now();
  const child = spawn(command, [...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', text => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', text => (stderr += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { milliseconds: performance.now() - began, code, stdout, stderr };
}

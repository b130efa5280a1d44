import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { valid } from 'semver';
import { HelmProgram } from '../findHelm';
import { PrivateFolder } from '../PrivateFolder';
import { RenderFailure } from '../RenderFailure';
import { RenderLimits } from '../renderLimits';
import { runProgram } from '../runProgram';

/** A chart of a Helm or OCI repository. */
export interface RemoteChart {
  readonly chart: string;
  readonly repository?: string;
  readonly version?: string;
  readonly digest?: string;
  /** `repository` is the URL of the chart itself. */
  readonly isWhole?: boolean;
}

/** Which charts may be fetched, and to where. @public */
export interface RemoteChartsOptions {
  /** Beginnings of repository URLs, whole segments of them. */
  readonly allow: readonly string[];
  /** Where what was fetched is kept, by repository, name and version. */
  readonly cacheDirectory: string;
}

type ChartContents = ReadonlyMap<string, string | Uint8Array>;

/** What tells a program how to reach the network, and whom to trust. */
const networkVariables = [
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'SSL_CERT_DIR', 'SSL_CERT_FILE'],
  ...['http_proxy', 'https_proxy', 'no_proxy'],
];

/**
 * Charts from elsewhere, where the configuration allows their repository. Each
 * is fetched once and kept: a published version doesn't change.
 */
export class RemoteCharts {
  readonly #options: RemoteChartsOptions;
  readonly #fetching = new Map<string, Promise<void>>();

  constructor(options: RemoteChartsOptions) {
    this.#options = options;
  }

  /** The chart's files by their path in it; a RenderFailure tells why not. */
  async files(
    chart: RemoteChart,
    helm: HelmProgram,
    limits: RenderLimits,
  ): Promise<ChartContents> {
    const url = allowedUrl(chart, this.#options.allow);
    const version = exactVersion(chart);
    const name = [url, chart.chart, version, chart.digest].join('\n');
    const key = createHash('sha256').update(name).digest('hex').slice(0, 32);
    const directory = path.join(this.#options.cacheDirectory, key);
    if (!(await exists(directory))) {
      const known = this.#fetching.get(key);
      const fetching =
        known ??
        this.#fetch({ ...chart, version }, url, directory, helm, limits);
      this.#fetching.set(key, fetching);
      await fetching.finally(() => this.#fetching.delete(key));
    }
    return readFolder(directory, limits);
  }

  async #fetch(
    chart: RemoteChart,
    url: string,
    directory: string,
    helm: HelmProgram,
    limits: RenderLimits,
  ): Promise<void> {
    await fs.mkdir(path.dirname(directory), { recursive: true, mode: 0o700 });
    await PrivateFolder.with(new Map(), async folder => {
      await runProgram(
        {
          name: 'helm',
          command: helm.command,
          args: pullArguments(chart, url, folder.tree),
          environment: networkEnvironment(),
          limits,
        },
        folder,
      );
      const [made] = (
        await fs.readdir(folder.tree, { withFileTypes: true })
      ).filter(entry => entry.isDirectory());
      if (made === undefined) {
        const problem = `the chart '${chart.chart}' of ${url} is empty`;
        throw new RenderFailure('render-remote-chart', problem);
      }
      const partial = `${directory}.${randomUUID()}.partial`;
      try {
        await fs.cp(path.join(folder.tree, made.name), partial, {
          recursive: true,
        });
        await fs.rename(partial, directory);
      } catch (error) {
        if (!(await exists(directory))) throw error;
      } finally {
        await fs.rm(partial, { recursive: true, force: true });
      }
    });
  }
}

/** The repository's URL, if the configuration allows it. */
function allowedUrl(chart: RemoteChart, allow: readonly string[]): string {
  const { chart: name, repository } = chart;
  if (repository === undefined) {
    const problem = `the repository of the chart '${name}' is not in Git`;
    throw new RenderFailure('render-remote-chart', problem);
  }
  const bare = repository.replace(/\/+$/, '');
  const url = bare.includes('://') ? bare : `oci://${bare}`;
  const isPlain = /^(?:https?|oci):\/\/[^\s@?#]+$/.test(url);
  const isSafe = isPlain && !url.split('/').includes('..');
  const isAllowed = allow
    .map(prefix => prefix.replace(/\/+$/, ''))
    .some(prefix => url === prefix || url.startsWith(`${prefix}/`));
  if (isSafe && isAllowed && /^\w[\w.-]*$/.test(name)) return url;
  throw new RenderFailure(
    'render-remote-chart',
    `the chart '${name}' is in ${url}, and the configuration does not allow to fetch it`,
  );
}

/** A range may mean another version tomorrow. */
function exactVersion({ chart, version, digest }: RemoteChart): string {
  const text = version ?? '';
  if (digest !== undefined && /^sha256:[0-9a-f]{64}$/.test(digest)) return text;
  if (valid(text) !== null && /^v?\d/.test(text)) return text;
  throw new RenderFailure(
    'render-remote-chart',
    version === undefined
      ? `the chart '${chart}' has no version`
      : `'${version}' of the chart '${chart}' is a range and no version`,
  );
}

function pullArguments(
  { chart, version = '', digest, isWhole = false }: RemoteChart,
  url: string,
  into: string,
): readonly string[] {
  const options = ['--untar', `--untardir=${into}`];
  const versions = version === '' ? [] : [`--version=${version}`];
  if (!url.startsWith('oci://')) {
    return ['pull', chart, `--repo=${url}`, ...versions, ...options];
  }
  const reference = isWhole ? url : `${url}/${chart}`;
  return digest === undefined
    ? ['pull', reference, ...versions, ...options]
    : ['pull', `${reference}@${digest}`, ...options];
}

function networkEnvironment(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    networkVariables.flatMap(name => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

async function readFolder(
  directory: string,
  limits: RenderLimits,
): Promise<ChartContents> {
  const files = new Map<string, Uint8Array | string>();
  let bytes = 0;
  const entries = await fs.readdir(directory, {
    recursive: true,
    withFileTypes: true,
  });
  for (const entry of entries) {
    // An archive's symlinks are nobody's files.
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const content = await fs.readFile(file);
    bytes += content.length;
    if (files.size >= limits.files || bytes > limits.inputBytes) {
      const problem = `the chart has more than ${limits.files} files or ${limits.inputBytes} bytes`;
      throw new RenderFailure('render-too-large', problem);
    }
    const text = content.toString('utf8');
    files.set(
      path.relative(directory, file),
      Buffer.from(text).equals(content) ? text : content,
    );
  }
  return files;
}

async function exists(file: string): Promise<boolean> {
  try {
    await fs.access(file);
    return true;
  } catch {
    return false;
  }
}

import { createHash } from 'node:crypto';
import { HelmProgram } from '../findHelm';
import { RecipeContext } from '../RecipeContext';
import { RecipeRender, RenderedResource } from '../RecipeRender';
import { defaultRenderLimits } from '../renderLimits';
import { resourceKey } from '../resourceKey';
import { FilledResource, readHelmOutput } from './helmOutput';
import { runHelm } from './runHelm';
import {
  asksForCapabilities,
  asksForUpgrade,
  takesAnyOrder,
} from './uncertainFunctions';
import { TrappedChart } from './TrappedChart';

type Files = ReadonlyMap<string, string | Uint8Array>;

export interface FillingOptions {
  /** The chart below `chart/`, values below `values/`. */
  readonly files: Files;
  /** What the program is called with, without what this class adds. */
  readonly args: readonly string[];
  /** Whether the engine upgrades a release, which templates can ask. */
  readonly isRelease: boolean;
  /** Where in the repository a file of the chart is. */
  readonly origin: (file: string) => string | undefined;
  readonly context: RecipeContext & { readonly helm: HelmProgram };
}

/** Objects that Git alone doesn't tell, and what can't be told at all. */
interface Doubts {
  /** By the object's key. */
  readonly objects: ReadonlyMap<string, string>;
  readonly whole: readonly string[];
}

/**
 * A chart on its way through Helm, and the search for what in it Git doesn't
 * tell. What templates look up in the cluster, draw by chance or ask the clock
 * makes the objects of those templates indeterminate, and no others.
 */
export class ChartFilling {
  readonly #options: FillingOptions;
  readonly #texts: readonly string[];

  constructor(options: FillingOptions) {
    this.#options = options;
    this.#texts = [...options.files.values()].filter(
      (content): content is string =>
        typeof content === 'string' && content.includes('{{'),
    );
  }

  get asksForCapabilities(): boolean {
    return this.#texts.some(asksForCapabilities);
  }

  async fill(): Promise<RecipeRender> {
    const { files, isRelease } = this.#options;
    const trapped = new TrappedChart(files, isRelease, trial =>
      this.#run(trial),
    );
    const traps = await trapped.spring();
    const output = traps.output ?? (await this.#run(files));
    const filled = readHelmOutput(output);
    const doubts = [
      templateDoubts(filled, traps.templates),
      ...(await this.#otherRuns(filled)),
    ];
    const whole = [...traps.whole, ...doubts.flatMap(each => each.whole)];
    return {
      resources: filled.map(each => this.#rendered(each, doubts)),
      indeterminate: whole,
      diagnostics: whole.map(message => ({
        level: 'error',
        code: 'render-uncertain',
        message,
      })),
    };
  }

  #rendered(
    { resource, template }: FilledResource,
    doubts: readonly Doubts[],
  ): RenderedResource {
    const file = template && this.#options.origin(template);
    const key = resourceKey(resource);
    const indeterminate = doubts.flatMap(
      ({ objects }) => objects.get(key) ?? [],
    );
    return {
      resource,
      ...(file !== undefined && { file }),
      ...(indeterminate.length > 0 && { indeterminate: indeterminate[0] }),
    };
  }

  /** Runs that come out the same where nothing but Git counts. */
  async #otherRuns(filled: readonly FilledResource[]): Promise<Doubts[]> {
    const { files, isRelease } = this.#options;
    const doubts: Doubts[] = [];
    if (isRelease && this.#texts.some(asksForUpgrade)) {
      const upgraded = readHelmOutput(await this.#run(files, ['--is-upgrade']));
      const reason =
        'the chart makes something else of an upgrade than of a new release';
      doubts.push(difference(filled, upgraded, reason));
    }
    if (this.#texts.some(takesAnyOrder)) {
      const again = readHelmOutput(await this.#fill(files, []));
      const reason = 'the chart takes the entries of a map in any order';
      doubts.push(difference(filled, again, reason));
    }
    return doubts;
  }

  async #run(files: Files, more: readonly string[] = []): Promise<string> {
    const { cache, helm } = this.#options.context;
    const hash = createHash('sha256');
    hash.update(JSON.stringify([helm, this.#options.args, more]));
    for (const [file, content] of files) {
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
    const key = hash.digest('hex');
    const cached = cache?.get(key);
    if (cached !== undefined) return cached;
    const output = await this.#fill(files, more);
    cache?.set(key, output);
    return output;
  }

  #fill(files: Files, more: readonly string[]): Promise<string> {
    const { args, context } = this.#options;
    return runHelm({
      program: context.helm,
      files,
      args: [...args, ...more],
      limits: context.limits ?? defaultRenderLimits,
      signal: context.signal,
    });
  }
}

/** The objects of uncertain templates; one without any may have made some. */
function templateDoubts(
  filled: readonly FilledResource[],
  templates: ReadonlyMap<string, string>,
): Doubts {
  const objects = new Map<string, string>();
  const met = new Set<string>();
  for (const { resource, template = '' } of filled) {
    const reason = templates.get(template);
    if (reason === undefined) continue;
    objects.set(resourceKey(resource), reason);
    met.add(template);
  }
  const whole = [...templates]
    .filter(([template]) => !met.has(template))
    .map(([, reason]) => reason);
  return { objects, whole };
}

function difference(
  filled: readonly FilledResource[],
  other: readonly FilledResource[],
  reason: string,
): Doubts {
  const texts = (all: readonly FilledResource[]) =>
    new Map(
      all.map(({ resource }) => [
        resourceKey(resource),
        JSON.stringify(resource),
      ]),
    );
  const [one, two] = [texts(filled), texts(other)];
  const isSameSet =
    one.size === two.size && [...one.keys()].every(key => two.has(key));
  if (!isSameSet) return { objects: new Map(), whole: [reason] };
  const objects = new Map<string, string>();
  for (const [key, text] of one) {
    if (two.get(key) !== text) objects.set(key, reason);
  }
  return { objects, whole: [] };
}

import { Plant } from './Plant';

/** What was asked for after the name of a plant, as texts. */
export type PlantOptions = Readonly<
  Partial<Record<string, string | boolean | undefined>>
>;

/** An orphan is what the engine itself has left behind. */
const managers = new Map([
  ['orphan', 'backstage-gitops'],
  ['scale', 'kubectl-scale'],
]);

/** Reads a plant from a command line. Throws what a person can act on. */
export function readPlant(what: string, options: PlantOptions): Plant {
  const text = (key: string, preset?: string): string => {
    const value = options[key] ?? preset;
    if (typeof value === 'string' && value !== '') return value;
    throw new Error(`${what} needs --${key}`);
  };
  if (!['scale', 'image', 'config', 'orphan'].includes(what)) {
    throw new Error(`Nothing is called ${what}; --help tells what there is`);
  }
  const namespace = text('namespace');
  const place = {
    cluster: text('cluster'),
    namespace,
    name: text('name', what === 'config' ? undefined : namespace),
    manager: text('manager', managers.get(what) ?? 'kubectl-edit'),
    ago: number(text('ago', '0'), 'ago') * 60,
  };
  switch (what) {
    case 'scale':
      return { ...place, does: what, by: number(text('by', '3'), 'by') };
    case 'image':
      return { ...place, does: what, suffix: text('suffix', 'hotfix1') };
    case 'config':
      return { ...place, does: what, key: text('key'), value: text('value') };
    default:
      return {
        ...place,
        does: 'orphan',
        orphan: text('orphan', 'left-over'),
      };
  }
}

function number(value: string, key: string): number {
  const read = Number(value);
  if (Number.isFinite(read)) return read;
  throw new Error(`--${key} must be a number, not '${value}'`);
}

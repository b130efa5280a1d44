import {
  Diagnostic,
  ProposalPlace,
} from '@backstage-gitops/plugin-gitops-common';
import { FieldChange, FieldWay, FoundWays } from './model';

/** What decides between the files that would do. */
export interface WayChoice {
  /** One of the places, chosen by a person. */
  readonly file?: string;
  /**
   * What is done where others take the field from the same place, and none is
   * chosen: a person is asked, the unit's own place is taken, or the shared one.
   */
  readonly shared: 'asks' | 'avoids' | 'takes';
}

/** The way to go, or why there is none yet. */
export interface ChosenWay {
  readonly way?: FieldWay;
  readonly places: readonly ProposalPlace[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Chooses where a change is written, and lists the places that there are. */
export function chooseWay(
  { ways, refusal }: FoundWays,
  change: FieldChange,
  { file, shared }: WayChoice,
): ChosenWay {
  const [first] = ways;
  if (first === undefined) {
    const message = refusal ?? `${change.field} can't be written.`;
    return stopped('proposal-inexact', message, []);
  }
  const places = ways.map(({ file: path, line, affects }) => ({
    file: path,
    ...(line !== undefined && { line }),
    affects,
  }));
  const isAmbiguous = first.affects.length > 0;
  if (file !== undefined) {
    const way = ways.find(({ file: path }) => path === file);
    if (way === undefined && isAmbiguous) {
      const message = `${change.field} can't be written into ${file}.`;
      return stopped('proposal-place-unknown', message, places);
    }
    return { way: way ?? first, places, diagnostics: [] };
  }
  if (!isAmbiguous) return { way: first, places: [], diagnostics: [] };
  if (shared === 'takes') return { way: first, places, diagnostics: [] };
  const own = ways.find(({ affects }) => affects.length === 0);
  if (shared === 'avoids' && own !== undefined) {
    return { way: own, places, diagnostics: [] };
  }
  return stopped('proposal-place-ambiguous', ambiguous(change, first), places);
}

function ambiguous(
  { field }: FieldChange,
  { file, affects }: FieldWay,
): string {
  const environments = [
    ...new Set(affects.map(({ environment }) => environment)),
  ];
  return `${field} is declared in ${file}, which ${environments.join(
    ', ',
  )} take it from as well: choose the file to write to.`;
}

function stopped(
  code: string,
  message: string,
  places: readonly ProposalPlace[],
): ChosenWay {
  return { places, diagnostics: [{ level: 'error', code, message }] };
}

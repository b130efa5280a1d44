import { Artifact, Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { VersionLine } from './scanVersionLines';

export interface Recall {
  readonly lines: number;
  /** Lines that are the origin of an artifact. */
  readonly resolved: number;
  /** Of the others: by the cause that a diagnostic tells. */
  readonly causes: ReadonlyMap<string, readonly VersionLine[]>;
  /** Of the others: those that nothing tells anything about. */
  readonly silent: readonly VersionLine[];
}

/** Holds the lines that the scanner found against what the core says. */
export function measureRecall(
  lines: readonly VersionLine[],
  artifacts: readonly Artifact[],
  diagnostics: readonly Diagnostic[],
): Recall {
  const origins = new Set(artifacts.map(({ file, line }) => `${file}:${line}`));
  const reasons = new Map(
    diagnostics.flatMap(({ file, line, code }) =>
      file === undefined
        ? []
        : [[line === undefined ? file : `${file}:${line}`, code] as const],
    ),
  );
  const causes = new Map<string, VersionLine[]>();
  const silent: VersionLine[] = [];
  let resolved = 0;
  for (const found of lines) {
    const place = `${found.file}:${found.line}`;
    // A file that could not be read as a whole has one diagnostic.
    const cause = reasons.get(place) ?? reasons.get(found.file);
    if (origins.has(place)) resolved += 1;
    else if (cause === undefined) silent.push(found);
    else causes.set(cause, [...(causes.get(cause) ?? []), found]);
  }
  return { lines: lines.length, resolved, causes, silent };
}

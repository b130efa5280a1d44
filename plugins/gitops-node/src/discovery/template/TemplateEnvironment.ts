import { TemplateNode } from './syntax';
import { TemplateValue } from './templateValue';
import { TracedText } from './TracedText';

/** Bounds on what a template may cost; no real chart comes near them. */
export const templateLimits = {
  steps: 4_000_000,
  outputLength: 16 * 1024 * 1024,
  depth: 60,
};

export interface TemplateEnvironment {
  /** Every named template; later files win. */
  readonly definitions: ReadonlyMap<string, Definition>;
  /** What an action writes for a value that is not there; nothing by default. */
  readonly missing?: (source: string) => string;
  /** Where inputs that aren't in Git are told (`lookup`, random values). */
  readonly onIndeterminate?: (reason: string) => void;
  /** Functions of the dialect, beside those that all know. */
  readonly functions?: Readonly<Record<string, TemplateFunction>>;
}

export interface Definition {
  readonly file: string;
  readonly body: readonly TemplateNode[];
}

/** What a function may ask of the evaluation it is called in. */
export interface FunctionScope {
  include(name: string, data: TemplateValue): TracedText;
  evaluateText(text: TemplateValue, data: TemplateValue): TracedText;
  indeterminate(reason: string): void;
  /** Charges work that grows with its input. */
  charge(steps: number): void;
}

export type TemplateFunction = (
  args: readonly TemplateValue[],
  scope: FunctionScope,
) => TemplateValue;

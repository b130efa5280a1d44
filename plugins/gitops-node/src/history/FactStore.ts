import { LineChange } from '../manifests/changeFacts';
import { VersionFact } from '../manifests/versionFacts';
import { IntList } from './IntList';
import { Interner } from './Interner';

const fieldsPerFact = 3;
const notRead = -1;
const unreadable = -2;

/** A fact with its key by number, as comparisons want it. */
export interface StoredFact {
  readonly key: number;
  readonly value: string;
  readonly line: number;
}

/**
 * The version facts of every blob that history met: three numbers each, their
 * texts kept once.
 */
export class FactStore {
  readonly #keys = new Interner();
  readonly #values = new Interner();
  readonly #facts = new IntList(1024);
  /** Where a blob's facts begin and how many there are, by the blob's number. */
  readonly #starts = new IntList(1024);
  readonly #counts = new IntList(1024);

  /** Keeps a blob's facts; undefined where the blob can't be read. */
  set(blob: number, facts: readonly VersionFact[] | undefined): void {
    this.#reserve(blob);
    if (facts === undefined) {
      this.#starts.set(blob, unreadable);
      return;
    }
    this.#starts.set(blob, this.#facts.length / fieldsPerFact);
    this.#counts.set(blob, facts.length);
    for (const { document, field, value, line } of facts) {
      this.#facts.push(this.#keys.add(keyText(document, field)));
      this.#facts.push(this.#values.add(value));
      this.#facts.push(line);
    }
  }

  /**
   * Keeps the facts of a blob that differs from another in some lines. Returns
   * false, and keeps nothing, where those aren't as the changes say.
   */
  derive(blob: number, from: number, changes: readonly LineChange[]): boolean {
    if (!this.isKnown(from)) return false;
    const values = new Map<number, string>();
    for (const change of changes) {
      const facts = this.#onLine(from, change.line);
      if (facts.length !== (change.type === 'value' ? 1 : 0)) return false;
      if (change.type === 'none') continue;
      if (this.#fact(facts[0]).value !== change.from) return false;
      values.set(facts[0], change.to);
    }
    this.#reserve(blob);
    const start = this.#starts.at(from);
    const count = this.#counts.at(from);
    this.#counts.set(blob, count);
    if (values.size === 0) {
      this.#starts.set(blob, start);
      return true;
    }
    this.#starts.set(blob, this.#facts.length / fieldsPerFact);
    for (let fact = start; fact < start + count; fact += 1) {
      const at = fact * fieldsPerFact;
      const value = values.get(fact);
      this.#facts.push(this.#facts.at(at));
      this.#facts.push(
        value === undefined ? this.#facts.at(at + 1) : this.#values.add(value),
      );
      this.#facts.push(this.#facts.at(at + 2));
    }
    return true;
  }

  /** Facts are in the order of the text, nearly: an anchor's may stand apart. */
  #onLine(blob: number, line: number): number[] {
    const start = this.#starts.at(blob);
    const end = start + this.#counts.at(blob);
    const found: number[] = [];
    for (let fact = start; fact < end; fact += 1) {
      if (this.#facts.at(fact * fieldsPerFact + 2) === line) found.push(fact);
    }
    return found;
  }

  isRead(blob: number): boolean {
    return blob < this.#starts.length && this.#starts.at(blob) !== notRead;
  }

  #reserve(blob: number): void {
    while (this.#starts.length <= blob) {
      this.#starts.push(notRead);
      this.#counts.push(0);
    }
  }

  /** Whether the blob's facts are known (it may have none). */
  isKnown(blob: number): boolean {
    return this.isRead(blob) && this.#starts.at(blob) !== unreadable;
  }

  /** Every fact of a blob, in the order of its lines. */
  all(blob: number): StoredFact[] {
    if (!this.isKnown(blob)) return [];
    const start = this.#starts.at(blob);
    return Array.from({ length: this.#counts.at(blob) }, (_, index) =>
      this.#fact(start + index),
    );
  }

  /** The fact a blob has for a key. */
  find(blob: number, key: number): StoredFact | undefined {
    if (!this.isKnown(blob)) return undefined;
    const start = this.#starts.at(blob);
    const end = start + this.#counts.at(blob);
    for (let index = start; index < end; index += 1) {
      if (this.#facts.at(index * fieldsPerFact) === key) {
        return this.#fact(index);
      }
    }
    return undefined;
  }

  #fact(index: number): StoredFact {
    const at = index * fieldsPerFact;
    return {
      key: this.#facts.at(at),
      value: this.#values.text(this.#facts.at(at + 1)),
      line: this.#facts.at(at + 2),
    };
  }

  /** A key's number, where any blob has it. */
  keyOf(document: string, field: string): number | undefined {
    return this.#keys.get(keyText(document, field));
  }

  documentOf(key: number): string {
    return this.#keys.text(key).split('\n', 1)[0];
  }

  fieldOf(key: number): string {
    const text = this.#keys.text(key);
    return text.slice(text.indexOf('\n') + 1);
  }
}

function keyText(document: string, field: string): string {
  return `${document}\n${field}`;
}

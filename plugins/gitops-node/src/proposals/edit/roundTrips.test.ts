import { FieldSegment } from '../../manifests/fieldPath';
import { Random } from '../testing/Random';
import { editField, FieldEdit } from './editField';

/** How many texts are made up. */
const texts = 60;

/** A manifest as people write them, each in a way of its own. */
class MadeText {
  readonly text: string;
  /** The fields that hold one value. */
  readonly leaves: FieldSegment[][] = [];
  readonly maps: FieldSegment[][] = [];
  readonly #lines: string[] = [
    '# made for a test',
    'kind: Deployment',
    'spec:',
  ];
  readonly #random: Random;
  readonly #step: number;
  readonly #dash: number;

  constructor(random: Random) {
    this.#random = random;
    this.#step = random.pick([2, 2, 4]);
    this.#dash = random.pick([0, this.#step]);
    this.#map(['spec'], this.#step, 3);
    const newline = random.chance(0.2) ? '\r\n' : '\n';
    const end = random.chance(0.2) ? '' : newline;
    this.text = this.#lines.join(newline) + end;
  }

  #map(path: FieldSegment[], column: number, depth: number): void {
    this.maps.push(path);
    const keys = 2 + this.#random.below(3);
    for (let index = 0; index < keys; index += 1) {
      const about = `${' '.repeat(column)}# about key${index}`;
      if (this.#random.chance(0.2)) this.#lines.push(about);
      if (this.#random.chance(0.1)) this.#lines.push('');
      this.#entry([...path, `key${index}`], column, depth);
    }
  }

  #entry(path: FieldSegment[], column: number, depth: number): void {
    const head = `${' '.repeat(column)}${String(path.at(-1))}:`;
    if (depth === 0 || this.#random.chance(0.4)) {
      this.leaves.push(path);
      this.#lines.push(`${head} ${this.#scalar()}${this.#comment()}`);
    } else if (this.#random.chance(0.3)) {
      this.maps.push(path);
      this.leaves.push([...path, 'a'], [...path, 'b']);
      const flow = `{ a: ${this.#scalar()}, b: ${this.#scalar()} }`;
      this.#lines.push(`${head} ${flow}${this.#comment()}`);
    } else if (this.#random.chance(0.3)) {
      this.#lines.push(head + this.#comment());
      this.#list(path, column + this.#dash, depth - 1);
    } else {
      this.#lines.push(head + this.#comment());
      this.#map(path, column + this.#step, depth - 1);
    }
  }

  #list(path: FieldSegment[], column: number, depth: number): void {
    for (const name of ['web', 'proxy'].slice(this.#random.below(2))) {
      const item: FieldSegment[] = [...path, { key: 'name', value: name }];
      this.maps.push(item);
      const line = `${' '.repeat(column)}- name: ${name}${this.#comment()}`;
      this.#lines.push(line);
      this.#entry([...item, 'value'], column + 2, depth);
    }
  }

  #comment(): string {
    return this.#random.pick(['', '', ' # why', '   # see "docs": x']);
  }

  #scalar(): string {
    return this.#random.pick(['v1', '"2"', "'on'", '12', 'true', 'a:b']);
  }
}

function edited(
  text: string,
  segments: readonly FieldSegment[],
  edit: FieldEdit,
): string {
  const result = editField(text, { document: '#0', segments }, edit);
  if (result.state === 'edited') return result.text;
  throw new Error(`${result.message}\n${JSON.stringify(segments)}\n${text}`);
}

/** Lines of one text that the other lacks, in order. */
function missing(text: string, other: string): string[] {
  const left = other.split(/\r?\n/);
  return text.split(/\r?\n/).filter(line => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

describe.each(Array.from({ length: texts }, (_, seed) => seed + 1))(
  'the text of seed %i',
  seed => {
    const made = new MadeText(new Random(seed));
    const { text } = made;

    it('changes one line where a value is set', () => {
      for (const field of made.leaves) {
        const result = edited(text, field, { op: 'set', value: 'set-now' });
        expect(missing(text, result)).toHaveLength(1);
        expect(missing(result, text)).toEqual([
          expect.stringContaining('set-now'),
        ]);
      }
    });

    it('is what it was once what was added is taken out', () => {
      for (const map of made.maps) {
        const field = [...map, 'added'];
        const result = edited(text, field, { op: 'set', value: 'yes' });
        expect(missing(text, result).length).toBeLessThanOrEqual(1);
        expect(edited(result, field, { op: 'remove' })).toBe(text);
      }
    });

    it('loses nothing but the field and what is said about it', () => {
      for (const field of made.leaves) {
        const result = edited(text, field, { op: 'remove' });
        const gone = missing(text, result).filter(
          line => !line.trim().startsWith('#'),
        );
        expect(gone.length).toBeLessThanOrEqual(2);
      }
    });
  },
);

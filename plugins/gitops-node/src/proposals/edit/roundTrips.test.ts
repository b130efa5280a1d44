import { FieldSegment } from '../../manifests/fieldPath';
import { Random } from '../testing/Random';
import { editField, FieldEdit } from './editField';

/** How many texts are made up. */
const texts = 60;

interface MadeText {
  readonly text: string;
  /** The fields that hold one value, and the mappings. */
  readonly leaves: readonly (readonly FieldSegment[])[];
  readonly maps: readonly (readonly FieldSegment[])[];
}

/** A manifest as people write them, each in a way of its own. */
function makeText(random: Random): MadeText {
  const step = random.pick([2, 2, 4]);
  const dash = random.pick([0, step]);
  const leaves: FieldSegment[][] = [];
  const maps: FieldSegment[][] = [];
  const lines: string[] = ['# made for a test', 'kind: Deployment'];
  const comment = () => random.pick(['', '', ' # why', '   # see "docs": x']);
  const scalar = () => random.pick(['v1', '"2"', "'on'", '12', 'true', 'a:b']);

  const map = (path: FieldSegment[], column: number, depth: number): void => {
    maps.push(path);
    const keys = 1 + random.below(3);
    for (let index = 0; index <= keys; index += 1) {
      const pad = ' '.repeat(column);
      if (random.chance(0.2)) lines.push(`${pad}# about key${index}`);
      if (random.chance(0.1)) lines.push('');
      entry([...path, `key${index}`], column, depth);
    }
  };
  const entry = (path: FieldSegment[], column: number, depth: number): void => {
    const head = `${' '.repeat(column)}${String(path.at(-1))}:`;
    if (depth === 0 || random.chance(0.4)) {
      leaves.push(path);
      lines.push(`${head} ${scalar()}${comment()}`);
    } else if (random.chance(0.3)) {
      maps.push(path);
      leaves.push([...path, 'a'], [...path, 'b']);
      lines.push(`${head} { a: ${scalar()}, b: ${scalar()} }${comment()}`);
    } else if (random.chance(0.3)) {
      lines.push(head + comment());
      list(path, column + dash, depth - 1);
    } else {
      lines.push(head + comment());
      map(path, column + step, depth - 1);
    }
  };
  const list = (path: FieldSegment[], column: number, depth: number): void => {
    for (const name of ['web', 'proxy'].slice(random.below(2))) {
      const item: FieldSegment[] = [...path, { key: 'name', value: name }];
      maps.push(item);
      lines.push(`${' '.repeat(column)}- name: ${name}${comment()}`);
      entry([...item, 'value'], column + 2, depth);
    }
  };
  map(['spec'], step, 3);
  lines.splice(2, 0, 'spec:');
  const newline = random.chance(0.2) ? '\r\n' : '\n';
  const end = random.chance(0.2) ? '' : newline;
  return { text: lines.join(newline) + end, leaves, maps };
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
    const random = new Random(seed);
    const made = makeText(random);
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

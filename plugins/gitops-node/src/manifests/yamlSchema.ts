import { FAILSAFE_SCHEMA, Schema, Type } from 'js-yaml';
import { ScalarValue } from './YamlNode';

/**
 * A plain (unquoted) scalar that YAML resolves to something other than text,
 * kept together with that text: `1.10` is a number to YAML and a tag to us.
 */
export class PlainScalar {
  constructor(readonly text: string, readonly value: ScalarValue) {}

  toString(): string {
    return this.text;
  }
}

const patterns: readonly (readonly [
  string,
  RegExp,
  (text: string) => ScalarValue,
])[] = [
  ['null', /^(?:~|null|Null|NULL)?$/, () => undefined],
  [
    'bool',
    /^(?:true|True|TRUE|false|False|FALSE)$/,
    text => text.toLowerCase() === 'true',
  ],
  ['int', /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/, Number],
  [
    'float',
    /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/,
    Number,
  ],
];

const implicit = patterns.map(
  ([name, pattern, construct]) =>
    new Type(`tag:yaml.org,2002:${name}`, {
      kind: 'scalar',
      resolve: (data: unknown) =>
        data === null || (typeof data === 'string' && pattern.test(data)),
      construct: (data: unknown) => {
        const text = typeof data === 'string' ? data : '';
        return new PlainScalar(text, construct(text));
      },
    }),
);

/** Tags of other programs (`!Ref`, `!vault`) are read as what they tag. */
const anyTag = (['scalar', 'sequence', 'mapping'] as const).flatMap(kind =>
  ['!', 'tag:'].map(tag => new Type(tag, { kind, multi: true })),
);

/** YAML 1.2's core schema that keeps each scalar's text. */
export const textKeepingSchema: Schema = FAILSAFE_SCHEMA.extend({
  implicit,
  explicit: anyTag,
});

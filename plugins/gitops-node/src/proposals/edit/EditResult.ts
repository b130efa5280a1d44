/**
 * Why a text can't be edited so that nothing else of it changes.
 *
 * `absent`: the field isn't there. `moved`: it holds another value than the
 * edit was planned for. `templated`: a template makes it. `encrypted`: it is
 * (part of) an encrypted file. `shared`: an anchor hands the value to other
 * fields too. `ambiguous`: more than one place could be meant. `unreadable`:
 * the text is no YAML. `inexact`: the way it is written leaves no edit that
 * changes this alone.
 *
 * @public
 */
export type EditRefusal =
  | 'absent'
  | 'moved'
  | 'templated'
  | 'encrypted'
  | 'shared'
  | 'ambiguous'
  | 'unreadable'
  | 'inexact';

/** @public */
export type EditResult =
  | { readonly state: 'edited'; readonly text: string }
  | {
      readonly state: 'refused';
      readonly reason: EditRefusal;
      readonly message: string;
    };

export function refused(reason: EditRefusal, message: string): EditResult {
  return { state: 'refused', reason, message };
}

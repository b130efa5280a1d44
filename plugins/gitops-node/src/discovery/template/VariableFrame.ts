import { TemplateError } from './syntax';
import { TemplateValue } from './templateValue';

/** Variables of one block, seen by the blocks inside it. */
export class VariableFrame {
  readonly #values = new Map<string, TemplateValue>();
  readonly #outer: VariableFrame | undefined;

  constructor(outer?: VariableFrame) {
    this.#outer = outer;
  }

  get(name: string): TemplateValue {
    const frame = this.#find(name);
    if (frame === undefined) {
      throw new TemplateError(`The variable $${name} is not defined.`);
    }
    return frame.#values.get(name);
  }

  set(name: string, value: TemplateValue): void {
    this.#values.set(name, value);
  }

  assign(name: string, value: TemplateValue): void {
    (this.#find(name) ?? this).#values.set(name, value);
  }

  #find(name: string): VariableFrame | undefined {
    if (this.#values.has(name) || this.#outer === undefined) {
      return this.#values.has(name) ? this : undefined;
    }
    return this.#outer.#find(name);
  }
}

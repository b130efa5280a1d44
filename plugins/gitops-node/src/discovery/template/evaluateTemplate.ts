import { templateFunctions } from './functions';
import {
  Command,
  Operand,
  ParsedTemplate,
  Pipeline,
  TemplateError,
  TemplateNode,
} from './syntax';
import {
  FunctionScope,
  Definition,
  TemplateEnvironment,
  templateLimits,
} from './TemplateEnvironment';
import { TracedText } from './TracedText';
import { TracedTextBuilder } from './TracedTextBuilder';
import { VariableFrame } from './VariableFrame';
import {
  costOf,
  follow,
  isTemplateObject,
  isTruthy,
  pairsOf,
  TemplateValue,
  tracedOf,
} from './templateValue';

type Flow = 'next' | 'break' | 'continue';

class Evaluation {
  readonly #environment: TemplateEnvironment;
  readonly #parse: (text: string, file: string) => ParsedTemplate;
  readonly #definitions: Map<string, Definition>;
  #file = '';
  #steps = 0;
  #written = 0;
  #depth = 0;
  #output = new TracedTextBuilder();

  constructor(
    environment: TemplateEnvironment,
    parse: (text: string, file: string) => ParsedTemplate,
  ) {
    this.#environment = environment;
    this.#parse = parse;
    this.#definitions = new Map(environment.definitions);
  }

  run(template: ParsedTemplate, data: TemplateValue): TracedText {
    for (const [name, body] of template.definitions) {
      this.#definitions.set(name, { file: template.file, body });
    }
    return this.#call({ file: template.file, body: template.body }, data);
  }

  readonly #scope: FunctionScope = {
    include: (name, data) => this.#include(name, data),
    evaluateText: (text, data) => {
      const traced = tracedOf(text);
      if (!traced.text.includes('{{')) return traced;
      return this.run(this.#parse(traced.text, this.#file), data);
    },
    indeterminate: reason => this.#environment.onIndeterminate?.(reason),
    charge: steps => this.#charge(steps),
  };

  #include(name: string, data: TemplateValue): TracedText {
    const definition = this.#definitions.get(name);
    if (definition === undefined) {
      throw new TemplateError(`No template is called ${name}.`);
    }
    return this.#call(definition, data);
  }

  /** Runs a body by itself and gives what it writes. */
  #call(definition: Definition, data: TemplateValue): TracedText {
    this.#depth += 1;
    if (this.#depth > templateLimits.depth) {
      throw new TemplateError('Templates call each other too deeply.');
    }
    const outer = { file: this.#file, output: this.#output };
    this.#file = definition.file;
    this.#output = new TracedTextBuilder();
    const frame = new VariableFrame();
    frame.set('', data);
    try {
      this.#walk(definition.body, data, frame);
      return this.#output.build();
    } finally {
      this.#file = outer.file;
      this.#output = outer.output;
      this.#depth -= 1;
    }
  }

  #walk(
    nodes: readonly TemplateNode[],
    dot: TemplateValue,
    frame: VariableFrame,
  ): Flow {
    for (const node of nodes) {
      this.#charge(1);
      const flow = this.#node(node, dot, frame);
      if (flow !== 'next') return flow;
    }
    return 'next';
  }

  #node(node: TemplateNode, dot: TemplateValue, frame: VariableFrame): Flow {
    try {
      switch (node.type) {
        case 'text':
          this.#write(
            TracedText.of(node.text, {
              type: 'template',
              file: this.#file,
              line: node.line,
            }),
          );
          return 'next';
        case 'action':
          this.#action(node.pipeline, node.source, dot, frame);
          return 'next';
        case 'template':
          this.#write(
            this.#include(
              node.name,
              node.pipeline && this.#pipeline(node.pipeline, dot, frame),
            ),
          );
          return 'next';
        case 'range':
          return this.#range(node, dot, frame);
        case 'if':
        case 'with':
          return this.#branch(node, dot, frame);
        default:
          return node.type;
      }
    } catch (error) {
      if (error instanceof TemplateError) throw error.at(this.#file, node.line);
      throw error;
    }
  }

  #action(
    pipeline: Pipeline,
    source: string,
    dot: TemplateValue,
    frame: VariableFrame,
  ): void {
    const value = this.#pipeline(pipeline, dot, frame);
    if (pipeline.variables.length > 0) return;
    const { missing } = this.#environment;
    if (value === undefined && missing) this.#write(missing(source));
    else this.#write(tracedOf(value));
  }

  #branch(
    node: Extract<TemplateNode, { type: 'if' | 'with' | 'range' }>,
    dot: TemplateValue,
    frame: VariableFrame,
  ): Flow {
    const inner = new VariableFrame(frame);
    const value = this.#pipeline(node.pipeline, dot, inner);
    if (!isTruthy(value)) return this.#walk(node.otherwise, dot, inner);
    return this.#walk(node.body, node.type === 'with' ? value : dot, inner);
  }

  #range(
    node: Extract<TemplateNode, { type: 'if' | 'with' | 'range' }>,
    dot: TemplateValue,
    frame: VariableFrame,
  ): Flow {
    const { variables } = node.pipeline;
    const value = this.#pipeline(
      { ...node.pipeline, variables: [] },
      dot,
      frame,
    );
    const pairs = pairsOf(value);
    if (pairs.length === 0) return this.#walk(node.otherwise, dot, frame);
    for (const [key, item] of pairs) {
      this.#charge(1);
      const inner = new VariableFrame(frame);
      if (variables.length === 1) inner.set(variables[0], item);
      if (variables.length > 1) {
        inner.set(variables[0], key);
        inner.set(variables[1], item);
      }
      if (this.#walk(node.body, item, inner) === 'break') break;
    }
    return 'next';
  }

  #pipeline(
    pipeline: Pipeline,
    dot: TemplateValue,
    frame: VariableFrame,
  ): TemplateValue {
    let piped: readonly TemplateValue[] = [];
    for (const command of pipeline.commands) {
      piped = [this.#command(command, piped, dot, frame)];
    }
    const [name] = pipeline.variables;
    if (name !== undefined && pipeline.assigns) frame.assign(name, piped[0]);
    else if (name !== undefined) frame.set(name, piped[0]);
    return piped[0];
  }

  #command(
    command: Command,
    piped: readonly TemplateValue[],
    dot: TemplateValue,
    frame: VariableFrame,
  ): TemplateValue {
    this.#charge(1);
    const [first, ...rest] = command.operands;
    if (first.type === 'function') {
      return this.#function(first.name, rest, piped, dot, frame);
    }
    const args = () => [
      ...rest.map(operand => this.#operand(operand, dot, frame)),
      ...piped,
    ];
    const method = methodOf(first);
    if (method !== undefined && (rest.length > 0 || piped.length > 0)) {
      const owner = this.#operand(method.owner, dot, frame);
      if (isTemplateObject(owner) && owner.call) {
        return owner.call(method.name, args());
      }
    }
    if (rest.length > 0) {
      throw new TemplateError('Arguments are given to what is no function.');
    }
    return this.#operand(first, dot, frame);
  }

  #function(
    name: string,
    operands: readonly Operand[],
    piped: readonly TemplateValue[],
    dot: TemplateValue,
    frame: VariableFrame,
  ): TemplateValue {
    if (name === 'and' || name === 'or') {
      return this.#shortCircuit(name, operands, piped, dot, frame);
    }
    const known =
      this.#environment.functions?.[name] ?? templateFunctions.get(name);
    if (known === undefined) {
      throw new TemplateError(`The function ${name} is not known.`);
    }
    const args = operands.map(operand => this.#operand(operand, dot, frame));
    const result = known([...args, ...piped], this.#scope);
    this.#charge(costOf(result));
    return result;
  }

  #shortCircuit(
    name: 'and' | 'or',
    operands: readonly Operand[],
    piped: readonly TemplateValue[],
    dot: TemplateValue,
    frame: VariableFrame,
  ): TemplateValue {
    const stopsAt = name === 'or';
    let value: TemplateValue;
    for (const operand of operands) {
      value = this.#operand(operand, dot, frame);
      if (isTruthy(value) === stopsAt) return value;
    }
    return piped.length > 0 ? piped[0] : value;
  }

  #operand(
    operand: Operand,
    dot: TemplateValue,
    frame: VariableFrame,
  ): TemplateValue {
    switch (operand.type) {
      case 'literal':
        return operand.value;
      case 'nil':
        return undefined;
      case 'field':
        return follow(dot, operand.names);
      case 'variable':
        return follow(frame.get(operand.name), operand.names);
      case 'parenthesis':
        return follow(
          this.#pipeline(operand.pipeline, dot, frame),
          operand.names,
        );
      default:
        return this.#function(operand.name, [], [], dot, frame);
    }
  }

  #write(text: TracedText | string): void {
    this.#written += typeof text === 'string' ? text.length : text.text.length;
    if (this.#written > templateLimits.outputLength) {
      throw new TemplateError('The template writes too much.');
    }
    this.#output.append(text);
  }

  #charge(steps: number): void {
    this.#steps += steps;
    if (this.#steps > templateLimits.steps) {
      throw new TemplateError('The template takes too many steps.');
    }
  }
}

export type TemplateFunction = (
  args: readonly TemplateValue[],
  scope: FunctionScope,
) => TemplateValue;

/** Evaluates a template with `data` as the dot. Throws {@link TemplateError}. */
export function evaluateTemplate(
  template: ParsedTemplate,
  data: TemplateValue,
  environment: TemplateEnvironment,
  parse: (text: string, file: string) => ParsedTemplate,
): TracedText {
  const evaluation = new Evaluation(environment, parse);
  try {
    return evaluation.run(template, data);
  } catch (error) {
    // Values that hold themselves, or a text past what the engine can hold.
    if (!(error instanceof RangeError)) throw error;
    throw new TemplateError(`The template is too complex: ${error.message}`);
  }
}

/** `.Files.Get` as the object and the method that is called on it. */
function methodOf(
  operand: Operand,
): { owner: Operand; name: string } | undefined {
  if (operand.type !== 'field' && operand.type !== 'variable') return undefined;
  const name = operand.names.at(-1);
  if (name === undefined) return undefined;
  return { owner: { ...operand, names: operand.names.slice(0, -1) }, name };
}

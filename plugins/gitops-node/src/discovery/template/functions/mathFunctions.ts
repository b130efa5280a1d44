import { TemplateFunction } from '../TemplateEnvironment';
import { TemplateError } from '../syntax';
import { numberOf, TemplateValue, textOf } from '../templateValue';

const maximumSequence = 100_000;

/** Arithmetic and number sequences. */
export const mathFunctions: Readonly<Record<string, TemplateFunction>> = {
  int: ([value]) => Math.trunc(numberOf(value)),
  int64: ([value]) => Math.trunc(numberOf(value)),
  float64: ([value]) => numberOf(value),
  atoi: ([value]) => Math.trunc(numberOf(value)),
  toDecimal: ([value]) => parseInt(textOf(value), 8),
  add: values => total(values, (a, b) => a + b),
  add1: ([value]) => numberOf(value) + 1,
  sub: ([one, two]) => numberOf(one) - numberOf(two),
  mul: values => total(values, (a, b) => a * b),
  div: ([one, two]) => Math.trunc(numberOf(one) / divisor(two)),
  mod: ([one, two]) => numberOf(one) % divisor(two),
  addf: values => total(values, (a, b) => a + b),
  subf: values => total(values, (a, b) => a - b),
  mulf: values => total(values, (a, b) => a * b),
  divf: ([one, two]) => numberOf(one) / divisor(two),
  max: values => Math.max(...values.map(numberOf)),
  min: values => Math.min(...values.map(numberOf)),
  floor: ([value]) => Math.floor(numberOf(value)),
  ceil: ([value]) => Math.ceil(numberOf(value)),
  round: ([value, digits]) => {
    const factor = 10 ** numberOf(digits);
    return Math.round(numberOf(value) * factor) / factor;
  },
  until: ([count], scope) =>
    sequence(0, numberOf(count), numberOf(count) < 0 ? -1 : 1, scope.charge),
  untilStep: ([start, stop, step], scope) =>
    sequence(numberOf(start), numberOf(stop), numberOf(step), scope.charge),
  seq: (values, scope) => sequenceText(values.map(numberOf), scope.charge),
};

function total(
  values: readonly TemplateValue[],
  combine: (a: number, b: number) => number,
): number {
  return values.map(numberOf).reduce((one, two) => combine(one, two));
}

function divisor(value: TemplateValue): number {
  const number = numberOf(value);
  if (number === 0) throw new TemplateError('Division by zero.');
  return number;
}

function sequence(
  start: number,
  stop: number,
  step: number,
  charge: (steps: number) => void,
): number[] {
  if (step === 0 || (stop - start) / step <= 0) return [];
  const count = Math.ceil((stop - start) / step);
  if (count > maximumSequence)
    throw new TemplateError('A sequence is too long.');
  charge(count);
  return Array.from({ length: count }, (_, index) => start + index * step);
}

function sequenceText(
  numbers: readonly number[],
  charge: (steps: number) => void,
): string {
  const [first = 0, second, third] = numbers;
  const [start, end] =
    second === undefined ? [1, first] : [first, third ?? second];
  const step = third === undefined ? Math.sign(end - start) || 1 : second;
  return sequence(start, end + Math.sign(step), step, charge).join(' ');
}

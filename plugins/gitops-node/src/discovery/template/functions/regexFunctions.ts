import { TemplateFunction } from '../TemplateEnvironment';
import { TemplateError } from '../syntax';
import { numberOf, TemplateValue, textOf } from '../templateValue';

/**
 * Go's expressions take linear time, JavaScript's may not: a pattern whose
 * worst case could take long on this text is refused.
 */
const maximumCost = 1e8;

/** Regular expressions. */
export const regexFunctions: Readonly<Record<string, TemplateFunction>> = {
  regexMatch: ([pattern, text]) => expression(pattern, text).test(textOf(text)),
  regexFind: ([pattern, text]) =>
    expression(pattern, text).exec(textOf(text))?.[0] ?? '',
  regexFindAll: ([pattern, text, count]) => {
    const found = textOf(text).match(expression(pattern, text, 'g')) ?? [];
    return numberOf(count) < 0 ? found : found.slice(0, numberOf(count));
  },
  regexReplaceAll: ([pattern, text, replacement]) =>
    textOf(text).replace(
      expression(pattern, text, 'g'),
      textOf(replacement).replace(/\$\{(\w+)\}/g, '$$$1'),
    ),
  regexReplaceAllLiteral: ([pattern, text, replacement]) =>
    textOf(text).replace(expression(pattern, text, 'g'), () =>
      textOf(replacement),
    ),
  regexSplit: ([pattern, text, count]) => {
    const parts = textOf(text).split(expression(pattern, text));
    return numberOf(count) < 0 ? parts : parts.slice(0, numberOf(count));
  },
  regexQuoteMeta: ([text]) =>
    textOf(text).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
};

function expression(
  pattern: TemplateValue,
  text: TemplateValue,
  flags: string = '',
): RegExp {
  const source = textOf(pattern).replace(/^\(\?([is]+)\)/, '');
  const modes = /^\(\?([is]+)\)/.exec(textOf(pattern))?.[1] ?? '';
  const unescaped = source.replace(/\\./g, 'x');
  const repeats = unescaped.match(/[*+]|\{\d*,?\d*\}/g)?.length ?? 0;
  const nested = /\([^()]*(?:[*+}|])[^()]*\)(?:[*+]|\{)/.test(unescaped);
  const cost = Math.max(2, textOf(text).length) ** (repeats + 1);
  if (source.length > 500 || nested || cost > maximumCost) {
    throw new TemplateError('A regular expression could take too long.');
  }
  try {
    return new RegExp(source, flags + modes);
  } catch {
    throw new TemplateError('A regular expression that is not understood.');
  }
}
